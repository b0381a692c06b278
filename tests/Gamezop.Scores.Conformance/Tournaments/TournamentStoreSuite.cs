using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

/// <summary>What the suites over a tournaments' store share: a tournament with two occurrences.</summary>
public abstract class TournamentStoreSuite<TFixture> : IAsyncLifetime
    where TFixture : TournamentStoreFixture, new()
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    protected static readonly StoredTournament Cup = new("cup", """{"text":"é"}""");
    protected static readonly StoredOccurrence First = new("cup@1", "cup", "first");
    protected static readonly StoredOccurrence Second = new("cup@2", "cup", "second");

    protected TFixture Fixture { get; } = new();

    protected ITournamentStore Store => Fixture.Store;

    public async Task InitializeAsync()
    {
        await Fixture.OpenAsync();
        await Store.SaveAsync(new TournamentWrite { Tournament = Cup, Occurrences = [First, Second] }, default);
    }

    public Task DisposeAsync() => Fixture.DisposeAsync().AsTask();

    protected static TournamentAction Action(string kind, string tournament = "cup", string? occurrence = null, string? user = null, int second = 0) =>
        new(Noon.AddSeconds(second), kind, tournament, occurrence, user, "olga", "a 'reason'");

    /// <summary>Confirms a place at once.</summary>
    protected async Task<TournamentPlace> JoinAsync(string user, int second = 0, int? max = null, StoredOccurrence? occurrence = null) =>
        await Store.TakePlaceAsync((occurrence ?? First).Id, user, Noon.AddSeconds(second), max, default);

    protected async Task<TournamentPlace> HoldAsync(string user, int? max = null) => await Store.TakePlaceAsync(First.Id, user, null, max, default);

    protected async Task<string[]> JoinedAsync(int page = 2, StoredOccurrence? occurrence = null)
    {
        var users = new List<string>();
        string? after = null;
        while (await Store.ListJoinedAsync((occurrence ?? First).Id, after, page, default) is { Count: > 0 } players)
        {
            users.AddRange(players.Select(player => player.UserId));
            after = players[^1].UserId;
        }

        return [.. users.Order(StringComparer.Ordinal)];
    }
}
