using System.Collections.ObjectModel;
using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>What the suites over a leaderboards' store share: a board with two days.</summary>
public abstract class LeaderboardStoreSuite<TFixture> : IAsyncLifetime
    where TFixture : LeaderboardStoreFixture, new()
{
    protected const string Scope = "b#1";
    protected static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    protected static readonly StoredBoard Board = new(Scope, "b", """{"text":"é"}""", StoredBoardState.Active, DateTimeOffset.MinValue);

    protected static readonly StoredWindow First = Window("2026-11-23", Monday);
    protected static readonly StoredWindow Second = Window("2026-11-24", Monday.AddDays(1));

    protected TFixture Fixture { get; } = new();

    protected ILeaderboardStore Store => Fixture.Store;

    public async Task InitializeAsync()
    {
        await Fixture.OpenAsync();
        await Store.SaveBoardAsync(Board, [], default);
    }

    public Task DisposeAsync() => Fixture.DisposeAsync().AsTask();

    protected static StoredWindow Window(string key, DateTimeOffset start) =>
        new(key, start, start.AddDays(1), StoredWindowState.Open, ReadOnlyDictionary<string, int>.Empty);

    protected static PlayerEntry Entry(long key, int second = 0, string play = "p", string? country = null) =>
        new(key, Monday.AddSeconds(second), country, play, $"event-{key}-{second}");

    protected static PlayerKey Player(string user, string partition = "", StoredWindow? window = null) => new((window ?? First).Key, partition, user);

    protected static PlayerWrite Set(PlayerKey player, long version, PlayerEntry? entry, params PlayRow[] plays) =>
        new(player, version, entry, new byte[] { 7, (byte)version }, plays, []);

    protected static PlayRow Play(string id, params byte[] data) => new(new PlayKey("g", "", id), data);

    protected async Task<LeaderboardWriteResult> WriteAsync(params PlayerWrite[] players) => await WriteAsync([], players);

    protected async Task<LeaderboardWriteResult> WriteAsync(UncountedEvent[] uncounted, params PlayerWrite[] players) => await Store.WriteAsync(
        Scope, new LeaderboardWrite([.. players.Select(player => player.Key.Window).Distinct().Select(key => key == First.Key ? First : Second)],
            players, uncounted), default);

    protected async Task<StoredPlayer> ReadAsync(PlayerKey player, params PlayKey[]? plays) =>
        (await Store.ReadPlayersAsync(Scope, [new PlayerRead(player, plays)], default)).Single();

    protected async Task<string> EntriesAsync(StoredWindow? window = null, int page = 2)
    {
        var users = new List<string>();
        PlayerKey? after = null;
        while (await Store.ReadEntriesAsync(Scope, (window ?? First).Key, after, page, default) is { Count: > 0 } players)
        {
            users.AddRange(players.Select(player => $"{player.Key.Partition}/{player.Key.UserId}={player.Entry!.Key}"));
            after = players[^1].Key;
        }

        return string.Join(' ', users.Order(StringComparer.Ordinal));
    }

    protected static LeaderboardAction Action(string kind, string subject) => new(Monday, kind, subject, "olga", "reason 'with' quotes");

    protected static FrozenEntry Frozen(string user, int position, string partition = "") =>
        new(partition, position, position + 1, position, user, 100 - position, Monday.AddSeconds(position), position % 2 == 0 ? "IN" : null);

    protected async Task<IEnumerable<string>> FrozenAsync(int from = 0, int count = 100, string partition = "") =>
        (await Store.ReadFrozenAsync(Scope, First.Key, partition, from, count, default)).Select(entry => $"{entry.Position}:{entry.UserId}");
}
