using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>New times by a log that is not whole, or by none: what there is of it is read.</summary>
public sealed class PartialLogTests
{
    private static readonly DateTimeOffset Now = Noon.AddMinutes(20);

    public static TheoryData<string> Kinds => new() { "best", "total", "attempts", "joined" };

    /// <summary>
    /// On paper: at 12:20 it is to end at 12:21, and then at 13:00 after all. Clocks that are ahead have sent bob's 9 of 12:22 before the first
    /// change, and cid's 7 of 12:23 between the two.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_end_that_is_put_off_again_has_the_scores_that_the_earlier_one_left_outside(string kind)
    {
        var world = await StartAsync(kind, prunedUntil: Noon);
        await world.HandleAsync(
            Played("ann", "a", Noon.AddMinutes(10), 1), Played("ann", "c", Noon.AddMinutes(22), 0.5, receivedAt: Now),
            Played("bob", "b", Noon.AddMinutes(22), 9, receivedAt: Now));

        await world.Tournaments.RescheduleAsync("cup", Noon, Noon.AddMinutes(21), "op", "storm");
        (await world.ShowAsync("cup")).Should().Be("1:ann=1");
        await world.HandleAsync(Played("cid", "d", Noon.AddMinutes(23), 7, receivedAt: Now.AddSeconds(10)));
        (await world.ShowAsync("cup")).Should().Be("1:ann=1");
        await world.Tournaments.ExtendAsync("cup", Noon.AddHours(1), "op", "no storm");

        var expected = kind switch
        {
            "total" => "1:bob=9 2:cid=7 3:ann=1.5",
            _ => "1:bob=9 2:cid=7 3:ann=1",
        };
        (await world.ShowAsync("cup")).Should().Be(expected);
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().Be(expected);
        await world.RunAsync(Settled(Noon.AddHours(1)));
        (await world.ShowAsync("cup")).Should().Be(expected);
    }

    /// <summary>On paper: a play with finals of 5 at 12:10 and 9 at 12:22, by a clock that is ahead; it ends at 12:20, and the 5 is inside.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_play_whose_best_final_is_outside_has_the_one_that_is_inside(string kind)
    {
        var world = await StartAsync(kind, prunedUntil: Noon);
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 5), Played("bob", "b", Noon.AddMinutes(11), 4));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(22), 9, receivedAt: Now));
        (await world.ShowAsync("cup")).Should().Be("1:ann=9 2:bob=4");

        await world.Tournaments.EndNowAsync("cup", "op", "storm");

        (await world.ShowAsync("cup")).Should().Be("1:ann=5 2:bob=4");
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().Be("1:ann=5 2:bob=4");
        await world.RunAsync(Settled(Now));
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
    }

    [Fact]
    public async Task What_there_is_of_the_log_is_read_before_the_settlement_whatever_fails()
    {
        var world = await StartAsync("best", prunedUntil: Noon);
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(10), 5), Played("bob", "b", Noon.AddMinutes(11), 4));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(22), 9, receivedAt: Now));
        world.LogFails = true;
        await world.Tournaments.EndNowAsync("cup", "op", "storm");
        await world.RunAsync(Settled(Now));
        (await world.GrantsAsync()).Should().BeEmpty();
        world.LogFails = false;
        await world.RunAsync();
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
    }

    /// <summary>What the documentation says of a site without a store.</summary>
    [Fact]
    public async Task Without_a_log_a_score_that_was_left_outside_comes_back_with_what_the_plays_know()
    {
        var world = await StartAsync("total", prunedUntil: null);
        await world.HandleAsync(
            Played("ann", "a", Noon.AddMinutes(10), 1), Played("ann", "c", Noon.AddMinutes(22), 2, receivedAt: Now),
            Played("bob", "b", Noon.AddMinutes(22), 9, receivedAt: Now));
        await world.Tournaments.RescheduleAsync("cup", Noon, Noon.AddMinutes(21), "op", "storm");
        (await world.ShowAsync("cup")).Should().Be("1:ann=1");
        await world.Tournaments.ExtendAsync("cup", Noon.AddHours(1), "op", "no storm");
        (await world.ShowAsync("cup")).Should().Be("1:ann=3");
        await world.HandleAsync(Played("bob", "d", Noon.AddMinutes(24), 1, receivedAt: Noon.AddMinutes(25)));
        (await world.ShowAsync("cup")).Should().Be("1:bob=10 2:ann=3");
    }

    private static async Task<TournamentWorld> StartAsync(string kind, DateTimeOffset? prunedUntil)
    {
        var world = await TournamentWorld.StartAsync(new TournamentDefinition
        {
            Id = "cup",
            Games = [Game],
            StartsAt = Noon,
            Duration = TimeSpan.FromHours(1),
            Grace = TimeSpan.FromMinutes(10),
            Scoring = kind == "total" ? TournamentScoring.Total : TournamentScoring.Best,
            MaxAttempts = kind == "attempts" ? 1 : null,
            JoinRequired = kind == "joined",
            Prizes = [At(1, 5)],
        });
        foreach (var user in new[] { "ann", "bob", "cid" })
            await world.Tournaments.JoinAsync("cup", user);
        world.Time.SetUtcNow(Now);
        world.Retention = prunedUntil is null ? null : TimeSpan.FromDays(30);
        world.PrunedUntil = prunedUntil ?? default;
        return world;
    }
}
