using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Stores;

/// <summary>How much one step removes from the file: no more than it is allowed to, since scores wait for it.</summary>
public sealed class SqliteLeftoverTests : IDisposable
{
    private static readonly StoredWindow Window = new("w", Events.Noon, Events.Noon.AddDays(1), StoredWindowState.Open, new Dictionary<string, int>());

    private readonly SqliteStoreFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_step_removes_so_many_rows_and_no_more()
    {
        ILeaderboardStore store = _file.Open();
        await store.StartAsync(default);
        await store.SaveBoardAsync(new StoredBoard("b", "b", "", StoredBoardState.Active, DateTimeOffset.MinValue), [], default);
        PlayerWrite[] players = [.. Enumerable.Range(0, 100)
            .Select(i => new PlayerWrite(new PlayerKey("w", "", $"u{i}"), 0, new PlayerEntry(i, Events.Noon, null, "p", "e"), default, [], []))];
        await store.WriteAsync("b", new LeaderboardWrite([Window], players, []), default);
        await store.SaveWindowAsync("b", Window with { State = StoredWindowState.Closed }, default);
        var left = new List<int>();
        bool more;
        do
        {
            more = await store.CleanAsync(30, default);
            left.Add((await store.ReadEntriesAsync("b", "w", null, 1_000, default)).Count);
        }
        while (more);
        left.Should().Equal(70, 40, 10, 0);
    }
}
