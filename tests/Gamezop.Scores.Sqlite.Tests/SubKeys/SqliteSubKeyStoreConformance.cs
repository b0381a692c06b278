using Gamezop.Scores.Conformance;
using Gamezop.Scores.Sqlite.Tests.EventLog;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite.Tests.SubKeys;

public sealed class SqliteSubKeyStoreFixture : SubKeyStoreFixture
{
    private readonly SqliteLogFixture _log = new();

    public override ISubKeyStore Store => _log.Database.SubKeys;

    public override bool IsDurable => true;

    public override ValueTask OpenAsync() => _log.OpenAsync();

    public override ValueTask CrashAsync() => _log.CrashAsync();

    public override ValueTask DisposeAsync() => _log.DisposeAsync();
}

public sealed class SqliteSubKeyStoreTests : SubKeyStoreSuite<SqliteSubKeyStoreFixture>;

public sealed class SqliteSubKeyStoreConformance
{
    [Fact]
    public void Every_suite_is_run() => Suites.LeftOut<SqliteSubKeyStoreFixture>(typeof(SqliteSubKeyStoreConformance).Assembly).Should().BeEmpty();
}
