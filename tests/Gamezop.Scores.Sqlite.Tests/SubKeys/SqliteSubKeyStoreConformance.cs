using Gamezop.Scores.Conformance;
using Gamezop.Scores.Sqlite.Tests.Inbox;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite.Tests.SubKeys;

public sealed class SqliteSubKeyStoreFixture : SubKeyStoreFixture
{
    private readonly SqliteInboxFixture _inbox = new();

    public override ISubKeyStore Store => ((SqliteInbox)_inbox.Inbox).SubKeys;

    public override bool IsDurable => true;

    public override ValueTask OpenAsync() => _inbox.OpenAsync();

    public override ValueTask CrashAsync() => _inbox.CrashAsync();

    public override ValueTask DisposeAsync() => _inbox.DisposeAsync();
}

public sealed class SqliteSubKeyStoreTests : SubKeyStoreSuite<SqliteSubKeyStoreFixture>;

public sealed class SqliteSubKeyStoreConformance
{
    [Fact]
    public void Every_suite_is_run() => Suites.LeftOut<SqliteSubKeyStoreFixture>(typeof(SqliteSubKeyStoreConformance).Assembly).Should().BeEmpty();
}
