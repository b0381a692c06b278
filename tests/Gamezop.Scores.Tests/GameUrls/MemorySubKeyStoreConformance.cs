using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Tests.GameUrls;

public sealed class MemorySubKeyStoreFixture : SubKeyStoreFixture
{
    private ISubKeyStore _store = new MemorySubKeyStore();

    public override ISubKeyStore Store => _store;

    public override bool IsDurable => false;

    public override ValueTask OpenAsync() => ValueTask.CompletedTask;

    public override ValueTask CrashAsync()
    {
        _store = new MemorySubKeyStore();
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class MemorySubKeyStoreTests : SubKeyStoreSuite<MemorySubKeyStoreFixture>;

public sealed class MemorySubKeyStoreConformance
{
    [Fact]
    public void Every_suite_is_run() => Suites.LeftOut<MemorySubKeyStoreFixture>(typeof(MemorySubKeyStoreConformance).Assembly).Should().BeEmpty();
}
