using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Bans, and ends of bans, while standings are being read, replaced or settled.</summary>
public sealed class BanRaceTests
{
    private readonly TournamentStores _inner = TournamentStores.InMemory();
    private readonly SteppingProxy<ITournamentStore> _tournaments;
    private readonly SteppingProxy<ILeaderboardStore> _rankings;
    private readonly TournamentStores _stores;

    public BanRaceTests()
    {
        var tournaments = SteppingProxy<ITournamentStore>.Wrap(_inner.Tournaments, out _tournaments);
        _stores = new TournamentStores(tournaments, SteppingProxy<ILeaderboardStore>.Wrap(_inner.Rankings, out _rankings), _inner.Rewards);
    }

    /// <summary>Whenever in a change of times it comes: what holds at the end is shown, and decides who wins.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_ban_or_unban_during_new_times_is_not_lost(bool isBanned, bool hasLog)
    {
        for (var at = 1; ; at++)
        {
            var stores = TournamentStores.InMemory();
            var rankings = SteppingProxy<ILeaderboardStore>.Wrap(stores.Rankings, out var steps);
            var world = await TournamentWorld.StartAsync(new TournamentStores(stores.Tournaments, rankings, stores.Rewards), Noon, Cup(At(1, 5)));
            world.Retention = hasLog ? TimeSpan.FromDays(30) : null;
            await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1), Played("bob", "b", Noon.AddMinutes(11), 9));
            world.Time.SetUtcNow(Noon.AddMinutes(20));
            if (!isBanned)
                await world.Users.BanAsync("bob", "op", "cheat");
            await world.ShowAsync("cup");
            var calls = 0;
            var happened = false;
            steps.After = (method, _) =>
            {
                if (happened || method is "SetBannedAsync" or "ReadErasuresAsync" || ++calls != at)
                    return;
                happened = true;
                Change(world, "bob", isBanned);
            };

            await world.Tournaments.EndNowAsync("cup", "op", "storm");

            steps.After = (_, _) => { };
            if (!happened)
                break;
            (await world.ShowAsync("cup")).Should().Be(isBanned ? "1:ann=1" : "1:bob=9 2:ann=1", "at call {0}", at);
            await world.RunAsync(Settled(Noon.AddMinutes(20)));
            (await world.GrantsAsync()).Should().Equal([$"p/cup/0/{(isBanned ? "ann" : "bob")} 5 coins"], "at call {0}", at);
        }
    }

    [Fact]
    public async Task A_score_that_came_during_a_short_ban_is_shown_after_it()
    {
        var world = await TournamentWorld.StartAsync(_stores, Noon, Cup(At(1, 5)));
        await world.Users.BanAsync("bob", "op", "cheat");
        await world.HandleAsync(Played("bob", "b", Noon.AddMinutes(11), 9));
        await world.Users.UnbanAsync("bob", "op", "was another");
        (await world.ShowAsync("cup")).Should().Be("1:bob=9");
        await world.RunAsync(Settled(Noon.AddHours(1)));
        (await world.GrantsAsync()).Should().Equal("p/cup/0/bob 5 coins");
    }

    /// <summary>What the first step of a settlement keeps decides, and not what is heard of while it is being kept.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_places_are_those_of_who_was_excluded_when_the_settlement_began(bool isBanned)
    {
        var world = await TournamentWorld.StartAsync(_stores, Noon, Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 1), Played("bob", "b", Noon.AddMinutes(11), 9));
        if (!isBanned)
            await world.Users.BanAsync("bob", "op", "cheat");
        var happened = false;
        _tournaments.Before = (method, arguments) =>
        {
            if (happened || method != nameof(ITournamentStore.SaveAsync) || !IsSettling((TournamentWrite)arguments[0]!))
                return;
            happened = true;
            Change(world, "bob", isBanned);
        };

        await world.RunAsync(Settled(Noon.AddHours(1)));

        happened.Should().BeTrue();
        (await world.Tournaments.GetAsync("cup")).Players.Should().Be(isBanned ? 2 : 1);
        (await world.GrantsAsync()).Should().Equal($"p/cup/0/{(isBanned ? "bob" : "ann")} 5 coins");
        (await world.Book.FindAsync(["p/cup/0/bob"], default)).Values.Select(reward => reward.Status).Should()
            .Equal(isBanned ? [RewardStatus.Withheld] : [], "a banned winner's prize waits for the end of the ban");

        static bool IsSettling(TournamentWrite write) =>
            write.Occurrences.Any(occurrence => OccurrenceDocument.Read(occurrence.Document).Stage == OccurrenceStage.Settling);
    }

    // As an operator does it, with a look at the standings.
    private static void Change(TournamentWorld world, string userId, bool isBanned) => Task.Run(async () =>
    {
        if (isBanned)
            await world.Users.BanAsync(userId, "op", "cheat");
        else
            await world.Users.UnbanAsync(userId, "op", "was another");
        await world.ShowAsync("cup");
    }).GetAwaiter().GetResult();
}
