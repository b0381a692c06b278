using Gamezop.Scores.Sqlite;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>The stores of targets and rewards of one engine; what they hold outlives a restart.</summary>
internal sealed class CompetitionStores : IDisposable
{
    private readonly DirectoryInfo? _folder;
    private CompetitionsDatabase? _database;

    private CompetitionStores(DirectoryInfo? folder)
    {
        _folder = folder;
        var rewards = new MemoryRewardStore();
        (Rewards, Targets) = (rewards, new MemoryTargetStore(rewards));
        Reopen();
    }

    public IRewardStore Rewards { get; private set; }

    public ITargetStore Targets { get; private set; }

    public static CompetitionStores Of(string engine) => engine == "memory" ? InMemory() : InSqlite();

    public static CompetitionStores InMemory() => new(null);

    public static CompetitionStores InSqlite() => new(Directory.CreateTempSubdirectory("gamezop-"));

    /// <summary>As after a restart of the process.</summary>
    public void Reopen()
    {
        if (_folder is null)
            return;
        _database?.Dispose();
        var options = new SqliteScoresOptions { ConnectionString = $"Data Source={Path.Combine(_folder.FullName, "scores.db")}", Synchronous = SqliteSynchronous.Normal };
        _database = new CompetitionsDatabase(Options.Create(options), null, TimeProvider.System);
        (Rewards, Targets) = (new SqliteRewardStore(_database), new SqliteTargetStore(_database));
    }

    public void Dispose()
    {
        _database?.Dispose();
        _folder?.Delete(recursive: true);
    }
}
