using Gamezop.Scores.Sqlite;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A SQLite file that is gone after the test.</summary>
internal sealed class SqliteTournamentFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");
    private CompetitionsDatabase? _database;

    /// <summary>The stores; what was open before is closed first.</summary>
    public TournamentStores Open()
    {
        _database?.Dispose();
        var options = new SqliteScoresOptions { ConnectionString = $"Data Source={Path.Combine(_folder.FullName, "scores.db")}", Synchronous = SqliteSynchronous.Normal };
        _database = new CompetitionsDatabase(Options.Create(options), null, TimeProvider.System);
        return new TournamentStores(new SqliteTournamentStore(_database), new SqliteLeaderboardStore(_database), new SqliteRewardStore(_database)) { Plausibility = new SqlitePlausibilityStore(_database) };
    }

    public void Dispose()
    {
        _database?.Dispose();
        _folder.Delete(recursive: true);
    }
}
