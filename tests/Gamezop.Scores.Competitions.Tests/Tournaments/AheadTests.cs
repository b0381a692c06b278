using Gamezop.Scores.Competitions.Tests.Stores;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Scores of clocks that are ahead, heard of before their user has joined, in stores of any order.</summary>
public sealed class AheadTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_heard_before_a_joining_is_counted_although_a_kill_came_in_between(bool shuffled)
    {
        TournamentStores stores = TournamentStores.InMemory();
        if (shuffled)
            stores = stores with { Rankings = ShuffledStore.Of(stores.Rankings) };
        TournamentWorld world = await TournamentWorld.StartAsync(stores, Noon, Joined());
        string[] users = [.. Enumerable.Range(0, 20).Select(i => $"u{i:00}")];
        foreach (string user in users.Take(10))
            await world.Tournaments.JoinAsync("cup", user);
        await world.HandleAsync(users.Select(user => Played(user, user, Noon.AddMinutes(3), 1, receivedAt: Noon)));
        // Kept, and then the process was killed.
        foreach (string user in users.Skip(10))
            await world.Stores.Tournaments.TakePlaceAsync("cup", user, Noon.AddMinutes(1), null, default);
        await world.RestartAsync();
        (await world.Tournaments.GetStandingsAsync("cup", 0, 100)).Entries.Select(entry => entry.UserId).Order(StringComparer.Ordinal).Should().Equal(users);
    }

    private static TournamentDefinition Joined() => new() { Id = "cup", Games = [Game], StartsAt = Noon, Duration = TimeSpan.FromHours(1), JoinRequired = true };
}
