using Gamezop.Scores.Sqlite;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>A SQLite file that is gone after the test.</summary>
internal sealed class SqliteStoreFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");
    private SqliteLeaderboardStore? _store;

    /// <summary>The store; what was open before is closed first.</summary>
    public ILeaderboardStore Open()
    {
        _store?.Dispose();
        var options = new SqliteScoresOptions { ConnectionString = $"Data Source={Path.Combine(_folder.FullName, "scores.db")}", Synchronous = SqliteSynchronous.Normal };
        return _store = new SqliteLeaderboardStore(Options.Create(options), TimeProvider.System);
    }

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Delete(recursive: true);
    }
}
