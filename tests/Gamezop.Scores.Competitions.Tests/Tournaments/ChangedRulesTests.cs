using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>
/// Scores of clocks that are ahead come before the start, and the rules, or the times, may still change: what counts is what the rules say
/// at the start.
/// </summary>
public sealed class ChangedRulesTests
{
    private static readonly DateTimeOffset Start = Noon.AddMinutes(4);

    public static TheoryData<string, string> Changes => new()
    {
        { "total", "1:ann=12 2:bob=6" }, { "ascending", "1:ann=5 2:bob=6" }, { "game", "" }, { "country", "1:bob=6" }, { "join", "" }, { "later", "1:ann=7" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_the_old_rules_counted_is_judged_by_the_new_ones(string change, string expected)
    {
        foreach (var hasLog in new[] { true, false })
        {
            var world = await StartAsync(hasLog);
            await world.Tournaments.ChangeAsync(Changed(change), "olga", "other rules");
            var shown = hasLog ? expected : "";
            (await world.ShowAsync("cup")).Should().Be(shown, "of {0}, with a log: {1}", change, hasLog);
            await world.RestartAsync();
            (await world.ShowAsync("cup")).Should().Be(shown);
            await world.HandleAsync(Played("cid", "d", Noon.AddMinutes(8), 1, country: "DE"));
            (await world.ShowAsync("cup")).Contains("cid=1", StringComparison.Ordinal).Should().Be(change is not ("game" or "join"));
        }
    }

    [Fact]
    public async Task What_was_removed_stays_removed()
    {
        var world = await StartAsync(hasLog: true);
        (await world.Tournaments.RemoveEntryAsync("cup", "ann", "olga", "reason")).Should().BeTrue();
        (await world.Tournaments.RemovePlayAsync("cup", new PlayId("bob", Game, "c"), "olga", "reason")).Should().BeTrue();
        await world.Tournaments.ChangeAsync(Changed("total"), "olga", "other rules");
        (await world.ShowAsync("cup")).Should().BeEmpty();
        await world.RestartAsync();
        await world.HandleAsync(Played("bob", "other", Start, 2));
        (await world.ShowAsync("cup")).Should().Be("1:bob=2");
    }

    [Fact]
    public async Task A_start_that_is_put_off_leaves_nothing_that_comes_before_it()
    {
        var world = await StartAsync(hasLog: false);
        await world.Tournaments.RescheduleAsync("cup", Noon.AddHours(1), Noon.AddHours(2), "olga", "later");
        (await world.ShowAsync("cup")).Should().BeEmpty();
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_occurrence_of_a_schedule_that_begins_now_has_what_came_before_it(bool wasAway)
    {
        var world = await TournamentWorld.StartAsync(Every("0 * * * *"));
        if (wasAway)
            await world.RestartAsync(new TournamentDefinition { Id = "other", StartsAt = Noon, Duration = TimeSpan.FromMinutes(1) });
        await world.RunAsync(Noon.AddMinutes(57));
        if (wasAway)
            await world.RunAsync(Noon.AddMinutes(117));
        var now = world.Time.GetUtcNow();
        await world.HandleAsync(Played("ann", "a", now.AddMinutes(4), 5, receivedAt: now));
        if (wasAway)
            await world.RestartAsync(Every("0 * * * *"));
        else
            await world.Tournaments.ChangeAsync(Every("59 * * * *"), "olga", "a minute earlier");
        await world.RunAsync(now.AddMinutes(5));
        (await world.ShowAsync("cup")).Should().Be("1:ann=5");
    }

    /// <summary>While a time zone is lost no occurrence is made, and a clock that is ahead may send scores for one that comes with the repair.</summary>
    [Theory]
    [InlineData(true, -2)]
    [InlineData(false, -2)]
    [InlineData(true, 3)]
    public async Task An_occurrence_of_a_time_zone_that_is_known_again_has_what_came_before_it(bool isRestarted, int repairedAt)
    {
        var hourly = new TournamentDefinition
        {
            Id = "cup",
            Games = [Game],
            Cron = "0 * * * *",
            Duration = TimeSpan.FromMinutes(40),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"),
        };
        var world = await TournamentWorld.StartAsync(TournamentStores.InMemory(), Noon.AddMinutes(-30));
        await world.Tournaments.CreateAsync(hourly);
        await SetZoneAsync("Asia/Tokyo", "Asia/Lost");
        await world.RestartAsync();
        await world.RunAsync(Noon.AddMinutes(5));
        world.Tournaments.Definitions.Should().ContainSingle();
        (await world.Tournaments.ListAsync(TournamentStatus.Upcoming)).Should().BeEmpty("nothing new begins");

        var start = Noon.AddHours(1);
        world.Time.SetUtcNow(start.AddMinutes(-3));
        await world.HandleAsync(Played("ann", "a", start.AddMinutes(1), 5, receivedAt: start.AddMinutes(-3)));
        world.Time.SetUtcNow(start.AddMinutes(repairedAt));
        if (isRestarted)
        {
            await SetZoneAsync("Asia/Lost", "Asia/Tokyo");
            await world.RestartAsync();
        }
        else
        {
            await world.Tournaments.ChangeAsync(hourly, "olga", "the time zone is known again");
        }

        await world.RunAsync(start.AddMinutes(6));
        (await world.ShowAsync("cup")).Should().Be("1:ann=5");

        async Task SetZoneAsync(string from, string to)
        {
            var state = await world.Stores.Tournaments.StartAsync(default);
            var kept = state.Tournaments.Single();
            kept.Document.Should().Contain(from);
            await world.Stores.Tournaments.SaveAsync(
                new TournamentWrite { Tournament = kept with { Document = kept.Document.Replace(from, to, StringComparison.Ordinal) } }, default);
        }
    }

    // The tournament begins at four minutes past noon, and two clocks are ahead of that.
    private static async Task<TournamentWorld> StartAsync(bool hasLog)
    {
        var world = await TournamentWorld.StartAsync();
        world.Retention = hasLog ? TimeSpan.FromDays(30) : null;
        await world.Tournaments.CreateAsync(Changed(""));
        world.Time.SetUtcNow(Noon.AddMinutes(3));
        await world.HandleAsync(
            Played("ann", "a", Start, 5, receivedAt: Noon.AddMinutes(3), country: "IN"),
                Played("ann", "b", Noon.AddMinutes(7), 7, receivedAt: Noon.AddMinutes(3), country: "IN"),
            Played("bob", "c", Start.AddSeconds(1), 6, receivedAt: Noon.AddMinutes(3), country: "DE"));
        (await world.ShowAsync("cup")).Should().Be("1:ann=7 2:bob=6");
        return world;
    }

    private static TournamentDefinition Changed(string change) => new()
    {
        Id = "cup",
        Games = [change == "game" ? "other" : Game],
        Countries = change == "country" ? ["DE"] : [],
        StartsAt = change == "later" ? Noon.AddMinutes(6) : Start,
        Duration = TimeSpan.FromHours(1),
        Scoring = change == "total" ? TournamentScoring.Total : TournamentScoring.Best,
        Order = change == "ascending" ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending,
        JoinRequired = change == "join",
    };

    private static TournamentDefinition Every(string cron) => new() { Id = "cup", Games = [Game], Cron = cron, Duration = TimeSpan.FromMinutes(40) };
}
