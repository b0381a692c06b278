using Gamezop.Scores.Conformance;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Sqlite.Tests.Inbox;

public sealed class SqliteInboxFixture : InboxFixture
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteInbox> _opened = [];

    public override IScoreInbox Inbox => _opened[^1];

    public override bool IsDurable => true;

    public override ValueTask OpenAsync() => OpenAsync(0);

    /// <summary>Goes on with a copy of the files as they are at this moment, while the inbox is still open on the originals: no farewell, no checkpoint.</summary>
    public override async ValueTask CrashAsync()
    {
        var (from, to) = (_opened.Count - 1, _opened.Count);
        Directory.CreateDirectory(Folder(to));
        foreach (var name in new[] { "scores.db", "scores.db-wal" })
            if (File.Exists(Path.Combine(Folder(from), name)))
                File.Copy(Path.Combine(Folder(from), name), Path.Combine(Folder(to), name));
        await OpenAsync(to);
    }

    public override ValueTask DisposeAsync()
    {
        _opened.ForEach(inbox => inbox.Dispose());
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private ValueTask OpenAsync(int index)
    {
        var options = new SqliteScoresOptions { ConnectionString = "Data Source=" + Path.Combine(Folder(index), "scores.db"), Synchronous = SqliteSynchronous.Normal };
        _opened.Add(new SqliteInbox(Options.Create(options), Time));
        return Inbox.StartAsync(default);
    }

    private string Folder(int index) => _folder["life" + index];
}

public sealed class SqliteAppend : AppendSuite<SqliteInboxFixture>;

public sealed class SqliteLease : LeaseSuite<SqliteInboxFixture>;

public sealed class SqliteSettle : SettleSuite<SqliteInboxFixture>;

public sealed class SqliteDeadLetter : DeadLetterSuite<SqliteInboxFixture>;

public sealed class SqliteQuarantine : QuarantineSuite<SqliteInboxFixture>;

public sealed class SqliteSource : SourceSuite<SqliteInboxFixture>;

public sealed class SqliteLedger : LedgerSuite<SqliteInboxFixture>;

public sealed class SqliteInterleaving : InterleavingSuite<SqliteInboxFixture>;

public sealed class SqliteConformance
{
    [Fact]
    public void Every_suite_is_run() => Suites.LeftOut<SqliteInboxFixture>(typeof(SqliteConformance).Assembly).Should().BeEmpty();
}
