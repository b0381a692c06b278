using System.Globalization;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Targets.TargetEvents;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>What each goal counts, in cases that can be checked by hand.</summary>
public sealed class GoalTests
{
    [Fact]
    public async Task Score_at_least_takes_scores_during_play_too_and_is_granted_once()
    {
        TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.ScoreAtLeast(1000)));
        await world.HandleAsync(At(0, "ann", 0, GameState.Start), At(1, "ann", 400, GameState.Playing), At(2, "ann", 999.999, GameState.LevelUp));
        (await world.ProgressAsync("ann")).Should().Be(new TargetProgress("t", TargetGoal.ScoreAtLeast(1000), 999.999, 1000, 99.9999, "all", false));
        await world.HandleAsync(At(3, "ann", 1000, GameState.Playing));
        (await world.ProgressAsync("ann")).Should().Be(new TargetProgress("t", TargetGoal.ScoreAtLeast(1000), 1000, 1000, 100, "all", true));
        await world.HandleAsync(At(4, "ann", 1500), At(5, "ann", 3));
        (await world.ProgressAsync("ann")).Value.Should().Be(1500, "it goes on after the goal is reached, and never back");

        await world.PayAsync();
        world.Handed.Should().Equal(new RewardGrant
        {
            Key = "t/t/all/ann",
            UserId = "ann",
            Source = RewardSource.Target,
            SourceId = "t",
            Period = "all",
            Reward = new Reward("coins", 50),
            GamePlayId = "p",
            EarnedAt = Events.Noon.AddSeconds(3),
        });
        (await world.StatusAsync("t/t/all/ann")).Should().Be("Paid");
    }

    [Fact]
    public async Task Score_at_most_takes_final_scores_alone_and_no_score_is_not_zero()
    {
        TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.ScoreAtMost(30)));
        (await world.ProgressAsync("ann")).Value.Should().BeNull();
        await world.HandleAsync(At(0, "ann", 0, GameState.Start), At(1, "ann", 5, GameState.Playing), At(60, "ann", 60));
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 60 && progress.Percent == 50 && !progress.IsDone);
        await world.HandleAsync(At(70, "ann", 30, play: "q"));
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 30 && progress.Percent == 100 && progress.IsDone);
    }

    [Fact]
    public async Task Total_score_adds_the_best_final_of_each_play_in_thousandths_and_nothing_for_negative_ones()
    {
        TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.TotalScore(1)));
        await world.HandleAsync(At(0, "ann", 0.1, play: "a"), At(1, "ann", 0.2, play: "b"), At(2, "ann", 0.15, play: "b"),
            At(3, "ann", 99, GameState.Playing, "c"), At(4, "ann", -50, play: "d"));
        (await world.ProgressAsync("ann")).Value.Should().Be(0.3);
        await world.HandleAsync(At(5, "ann", 0.7, play: "d"), At(6, "ann", 9e10, play: "e"));
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 1 && progress.IsDone);
        (await world.Targets.GetUncountedAsync()).Should().ContainSingle().Which.Should()
            .Match<UncountedEvent>(e => e.Score == 9e10 && e.Reason == UncountedReason.OutOfRange);
    }

    [Fact]
    public async Task Levels_plays_and_time_count_each_thing_once()
    {
        TargetWorld world = await TargetWorld.StartAsync(
            Of("levels", TargetGoal.LevelsCompleted(3)), Of("plays", TargetGoal.PlaysFinished(2)), Of("time", TargetGoal.TimePlayed(TimeSpan.FromMinutes(2))));
        Event[] events =
        [
            At(0, "ann", 0, GameState.Start, "a", 0), At(10, "ann", 1, GameState.LevelUp, "a", 10),
            At(20, "ann", 2, GameState.LevelUp, "a", 20), At(25, "ann", 2, GameState.Playing, "a", 25),
            At(30, "ann", 3, GameState.Over, "a", 30), At(31, "ann", 3, GameState.Over, "a", 29, leaderboard: "other"),
            At(100, "ann", 0, GameState.Loaded, "b", 70),
        ];
        await world.HandleAsync(events);
        await world.HandleAsync(events.Reverse());
        (await world.Targets.GetProgressAsync("ann")).Select(progress => (progress.TargetId, progress.Value, progress.Of)).Should()
            .Equal(("levels", 2, 3), ("plays", 1, 2), ("time", 30, 120));
        await world.HandleAsync(At(111, "ann", 0, GameState.Start, "b", 0), At(200, "ann", 1, GameState.LevelUp, "b", 89),
            At(201, "ann", 1, GameState.Over, "b", 90));
        (await world.Targets.GetProgressAsync("ann")).Should().OnlyContain(progress => progress.IsDone && progress.Percent == 100);
        (await world.AllAsync()).Select(reward => reward.Grant.Key).Should().BeEquivalentTo("t/levels/all/ann", "t/plays/all/ann", "t/time/all/ann");

        static TargetDefinition Of(string id, TargetGoal goal) => new() { Id = id, Goal = goal, Reward = new Reward("coins", 1) };
    }

    [Fact]
    public async Task Day_streak_is_the_longest_run_of_days_in_the_time_zone()
    {
        // Apia left out 30 December 2011: the 29th and the 31st are neighbours.
        TargetWorld world = await TargetWorld.StartAsync(new TargetDefinition
        {
            Id = "t",
            Goal = TargetGoal.DayStreak(4),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"),
            Reward = new Reward("coins", 1),
        });
        await world.HandleAsync(Day(28, "a"), Day(31, "c"), Day(28, "d"), Day(33, "f"));
        (await world.ProgressAsync("ann")).Value.Should().Be(1);
        await world.HandleAsync(Day(29, "b"));
        (await world.ProgressAsync("ann")).Value.Should().Be(3, "the 28th, the 29th and the 31st follow each other");
        await world.HandleAsync(Day(32, "e"));
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 5 && progress.IsDone);

        // Noon in Apia: UTC-10 up to the 29th, UTC+14 from the 31st on.
        static Event Day(int day, string play) =>
            At(new DateTimeOffset(2011, 12, 1, 12, 0, 0, TimeSpan.FromHours(day < 30 ? -10 : 14)).AddDays(day - 1), "ann", 1, play: play);
    }

    [Fact]
    public async Task Within_goes_by_the_duration_of_the_event_that_reaches_the_goal()
    {
        TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.ScoreAtLeast(100), within: TimeSpan.FromSeconds(60)));
        await world.HandleAsync(At(0, "ann", 0, GameState.Start, "a", 0), At(59, "ann", 100, play: "a"));
        (await world.ProgressAsync("ann")).Value.Should().Be(0, "it does not say how long it has lasted");
        await world.HandleAsync(At(60, "ann", 100, play: "a", duration: 60));
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == 100 && progress.IsDone);
        await world.HandleAsync(At(61, "bob", 100, play: "b", duration: 61), At(70, "bob", 50, GameState.Playing, "b", 1),
            At(0, "bob", 0, GameState.Start, "b", 0));
        (await world.ProgressAsync("bob")).Value.Should().Be(50, "what another event says does not make it sooner");
    }

    /// <summary>
    /// On paper: a lasted a minute by its word and by the clock; b says an hour within 20 s; c says nothing after its start; d lasted 30 s
    /// and was heard of for 50 s.
    /// </summary>
    [Fact]
    public async Task The_time_of_a_play_is_at_most_the_time_between_its_first_and_last_event()
    {
        TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.TimePlayed(TimeSpan.FromHours(1))));
        Event[] events =
        [
            At(0, "ann", 0, GameState.Start, "a", 0), At(60, "ann", 1, play: "a", duration: 60),
            At(100, "ann", 0, GameState.Start, "b"), At(120, "ann", 1, play: "b", duration: 4000),
            At(200, "ann", 1, play: "c", duration: 4000),
            At(300, "ann", 1, GameState.Playing, "d", 30), At(350, "ann", 1, play: "d"),
        ];
        double before = 0;
        foreach (Event one in events.Reverse())
        {
            await world.HandleAsync(one);
            double value = (await world.ProgressAsync("ann")).Value!.Value;
            value.Should().BeGreaterThanOrEqualTo(before, "more events never take anything away");
            before = value;
        }

        before.Should().Be(60 + 20 + 0 + 30);
        await world.HandleAsync(At(150, "ann", 9, GameState.Loaded, "b"));
        (await world.ProgressAsync("ann")).Value.Should().Be(110, "a game that is being loaded is not played");
    }

    public static TheoryData<TargetPeriod, string, string, string> Midnights => new()
    {
        { TargetPeriod.Daily, "2026-11-23T23:55:00Z", "2026-11-23", "2026-11-24" },
        { TargetPeriod.Weekly, "2026-11-22T23:55:00Z", "2026-W47", "2026-W48" },
        { TargetPeriod.Monthly, "2026-11-30T23:55:00Z", "2026-11", "2026-12" },
    };

    /// <summary>
    /// On paper: a lasts from 23:55 to 0:05 and is heard of at 23:58 after 3 minutes: 3 before midnight. Of the 9 minutes that the device says
    /// at 0:04, five at most lie after it. b is heard of at 23:59 and at 0:01: a minute on each side, whatever the device says.
    /// </summary>
    [Theory]
    [MemberData(nameof(Midnights))]
    public async Task Of_a_play_over_midnight_each_period_has_its_part(TargetPeriod period, string start, string before, string after)
    {
        var begin = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);
        Event[] events =
        [
            Made(begin, 0, GameState.Start, null), Made(begin, 3, GameState.Playing, 3), Made(begin, 9, GameState.Playing, 9),
            Made(begin, 10, GameState.Over, null), Made(begin, 4, GameState.Playing, 4000, "b"), Made(begin, 6, GameState.Over, 4000, "b"),
        ];
        foreach (var order in new[] { events, [.. events.Reverse()], [.. events.OrderBy(e => e.Id)] })
        {
            TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.TimePlayed(TimeSpan.FromMinutes(4)), period));
            foreach (Event one in order)
                await world.HandleAsync(one);
            foreach (var (key, minutes) in new[] { (before, 3 + 1), (after, 5 + 1) })
                (await world.Targets.GetPeriodAsync("ann", "t", key))!.Should().Match<TargetProgress>(progress =>
                    progress.Value == minutes * 60 && progress.IsDone);
            (await world.AllAsync()).Should().HaveCount(2);
        }
    }

    /// <summary>
    /// On paper: a play from the 23rd, 22:00, over the whole 24th to the 25th, 3:00, in Vienna, with an event each hour that says how long it has
    /// lasted. The last one of the first day says one hour; then come 24 and 3. The day on which clocks go back has 25.
    /// </summary>
    [Theory]
    [InlineData("2026-11-23T22:00:00+01:00", 29, "2026-11-23", 1, "2026-11-24", 24, "2026-11-25", 3)]
    [InlineData("2026-10-24T22:00:00+02:00", 30, "2026-10-24", 1, "2026-10-25", 25, "2026-10-26", 3)]
    public async Task No_day_has_more_time_than_it_lasts(
        string start, int hours, string first, int inFirst, string second, int inSecond, string third, int inThird)
    {
        var begin = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);
        Event[] events = [.. Enumerable.Range(0, hours + 1).Select(hour => Made(begin, hour * 60, GameState.Playing, hour * 60))];
        foreach (var order in new[] { events, [.. events.Reverse()] })
        {
            TargetWorld world = await TargetWorld.StartAsync(new TargetDefinition
            {
                Id = "t",
                Goal = TargetGoal.TimePlayed(TimeSpan.FromHours(24)),
                Period = TargetPeriod.Daily,
                TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna"),
                Reward = new Reward("coins", 1),
            });
            foreach (Event one in order)
                await world.HandleAsync(one);
            foreach (var (key, inside) in new[] { (first, inFirst), (second, inSecond), (third, inThird) })
                (await world.Targets.GetPeriodAsync("ann", "t", key))!.Value.Should().Be(inside * 3600, key);
        }
    }

    /// <summary>On paper: from 12:00 to 12:10 by its word and by the clock, while the target is active from 12:04 to 12:07.</summary>
    [Fact]
    public async Task Time_counts_while_the_target_is_active()
    {
        Event[] events =
        [
            Made(Events.Noon, 0, GameState.Start, 0), Made(Events.Noon, 5, GameState.Playing, 5), Made(Events.Noon, 6, GameState.Playing, 6),
            Made(Events.Noon, 10, GameState.Over, 10),
        ];
        foreach (var order in new[] { events, [.. events.Reverse()] })
        {
            TargetWorld world = await TargetWorld.StartAsync(new TargetDefinition
            {
                Id = "t",
                Goal = TargetGoal.TimePlayed(TimeSpan.FromMinutes(3)),
                ActiveFrom = Events.Noon.AddMinutes(4),
                ActiveUntil = Events.Noon.AddMinutes(7),
                Reward = new Reward("coins", 1),
            });
            foreach (Event one in order)
                await world.HandleAsync(one);
            (await world.Targets.GetPeriodAsync("ann", "t", "all"))!.Should().Match<TargetProgress>(progress => progress.Value == 180 && progress.IsDone);
        }
    }

    [Theory]
    [InlineData("leaderboard", TargetPeriod.Once)]
    [InlineData("country", TargetPeriod.Daily)]
    [InlineData("source", TargetPeriod.EveryPlay)]
    [InlineData("active", TargetPeriod.Once)]
    [InlineData("active", TargetPeriod.EveryPlay)]
    public async Task A_play_has_its_time_whatever_narrows_the_target(string narrow, TargetPeriod period)
    {
        // What lies before the target is active is not played towards it.
        var played = narrow == "active" ? 30 : 60;
        var target = new TargetDefinition
        {
            Id = "t",
            Goal = TargetGoal.TimePlayed(TimeSpan.FromSeconds(played)),
            Period = period,
            GamezopLeaderboards = narrow == "leaderboard" ? ["l1"] : [],
            Countries = narrow == "country" ? ["IN"] : [],
            Sources = narrow == "source" ? ["app"] : [],
            ActiveFrom = narrow == "active" ? Events.Noon.AddSeconds(30) : null,
            Reward = new Reward("coins", 50),
        };
        Event[] events =
        [
            At(0, "ann", 0, GameState.Start, "a", 0), At(60, "ann", 1, play: "a", duration: 70, country: "IN", leaderboard: "l1") with { Source = "app" },
            // Nothing of these counts: a play without an event that matches, and the play of somebody else.
            At(5, "ann", 0, GameState.Start, "b", 0), At(29, "ann", 1, play: "b", duration: 70), At(0, "bob", 0, GameState.Start, "a", 0),
        ];
        foreach (var order in new[] { events, [.. events.Reverse()] })
        {
            TargetWorld world = await TargetWorld.StartAsync(target);
            world.Time.SetUtcNow(Events.Noon.AddMinutes(2));
            foreach (Event one in order)
                await world.HandleAsync(one);
            (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Value == played && progress.IsDone);
            (await world.ProgressAsync("bob")).Should().Match<TargetProgress>(progress => progress.Value == 0 && !progress.IsDone);
            (await world.AllAsync()).Should().ContainSingle();
        }
    }

    [Fact]
    public async Task Every_play_is_a_period_of_its_own()
    {
        TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.ScoreAtLeast(10), TargetPeriod.EveryPlay));
        (await world.ProgressAsync("ann")).Period.Should().BeNull();
        await world.HandleAsync(At(20, "ann", 5, play: "b"), At(0, "ann", 10, play: "a/1"),
            At(30, "ann", 11, GameState.Playing, play: "c"), At(25, "ann", 3, GameState.Playing, play: "c"));
        (await world.ProgressAsync("ann")).Should().Match<TargetProgress>(progress => progress.Period == "c" && progress.Value == 11);
        (await world.Targets.GetPeriodAsync("ann", "t", "b"))!.Value.Should().Be(5);
        (await world.AllAsync()).Select(reward => (reward.Grant.Key, reward.Grant.GamePlayId))
            .Should().BeEquivalentTo([("t/t/a%2F1/ann", "a/1"), ("t/t/c/ann", "c")]);
    }

    [Fact]
    public async Task Days_weeks_and_months_count_anew_and_a_play_over_midnight_counts_its_events_where_they_are()
    {
        TargetWorld world = await TargetWorld.StartAsync(
            Of("day", TargetPeriod.Daily), Of("month", TargetPeriod.Monthly), Of("week", TargetPeriod.Weekly));
        DateTimeOffset midnight = new(2026, 11, 29, 23, 0, 0, TimeSpan.Zero); // Midnight in Vienna, of a Sunday to a Monday.
        await world.HandleAsync(At(midnight.AddSeconds(-1), "ann", 1, play: "a"), At(midnight, "ann", 2, play: "a"),
            At(midnight.AddSeconds(1), "ann", 3, play: "b"));
        (await world.AllAsync()).Select(reward => reward.Grant.Key)
            .Should().BeEquivalentTo("t/day/2026-11-30/ann", "t/month/2026-11/ann", "t/week/2026-W49/ann");
        (await world.Targets.GetPeriodAsync("ann", "day", "2026-11-29"))!.Value.Should().Be(1);

        static TargetDefinition Of(string id, TargetPeriod period) => new()
        {
            Id = id,
            Period = period,
            Goal = TargetGoal.PlaysFinished(2),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna"),
            Reward = new Reward("coins", 1),
        };
    }

    [Fact]
    public async Task Lists_users_countries_and_times_must_all_match()
    {
        TargetWorld world = await TargetWorld.StartAsync(new TargetDefinition
        {
            Id = "t",
            Goal = TargetGoal.PlaysFinished(10),
            Reward = new Reward("coins", 1),
            Games = [Game],
            GamezopLeaderboards = ["l"],
            Countries = ["in", "AT"],
            Users = ["ann"],
            ActiveFrom = Events.Noon,
            ActiveUntil = Events.Noon.AddSeconds(10),
        });
        await world.HandleAsync(
            At(0, "ann", 1, play: "a", country: "IN", leaderboard: "l"), At(9, "ann", 1, play: "b", country: "at", leaderboard: "l"),
            At(10, "ann", 1, play: "c", country: "IN", leaderboard: "l"),
            At(-1, "ann", 1, play: "d", country: "IN", leaderboard: "l"), At(1, "ann", 1, play: "e", country: "DE", leaderboard: "l"),
            At(1, "ann", 1, play: "f", leaderboard: "l"),
            At(1, "ann", 1, play: "g", country: "IN"), At(1, "ann", 1, play: "h", country: "IN", leaderboard: "l", game: "other"),
            At(1, "bob", 1, play: "i", country: "IN", leaderboard: "l"));
        (await world.ProgressAsync("ann")).Value.Should().Be(2);
        (await world.Targets.GetProgressAsync("bob")).Should().BeEmpty();
        world.Time.Advance(TimeSpan.FromSeconds(10));
        (await world.Targets.GetProgressAsync("ann")).Should().BeEmpty("it is over");
    }

    [Fact]
    public async Task Sources_that_are_listed_must_be_the_events_own()
    {
        TargetWorld world = await TargetWorld.StartAsync(
            new TargetDefinition { Id = "t", Goal = TargetGoal.PlaysFinished(10), Reward = new Reward("coins", 1), Sources = ["web"] });
        await world.HandleAsync(At(0, "ann", 1, play: "a") with { Source = "web" }, At(1, "ann", 1, play: "b") with { Source = "app" },
            At(2, "ann", 1, play: "c"), At(3, "ann", 1, play: "d") with { Source = "WEB" });
        (await world.ProgressAsync("ann")).Value.Should().Be(1);
    }

    [Fact]
    public async Task Event_older_than_thirty_days_on_arrival_is_late_and_listed()
    {
        TargetWorld world = await TargetWorld.StartAsync(Target(TargetGoal.PlaysFinished(1)));
        Event late = At(0, "ann", 1) with { ReceivedAt = Events.Noon.AddDays(30).AddTicks(1) };
        await world.HandleAsync(late);
        await world.HandleAsync(late);
        (await world.ProgressAsync("ann")).IsDone.Should().BeFalse();
        (await world.Targets.GetUncountedAsync()).Should().ContainSingle().Which.Should()
            .Match<UncountedEvent>(e => e.EventId == late.Id && e.Reason == UncountedReason.Late);
        await world.HandleAsync(At(1, "ann", 1) with { ReceivedAt = Events.Noon.AddDays(30).AddSeconds(1) });
        (await world.ProgressAsync("ann")).IsDone.Should().BeTrue("thirty days to the tick are in time");
    }

    // So many minutes after an instant, and received then.
    private static Event Made(DateTimeOffset begin, int minute, GameState state, int? minutes, string play = "a") =>
        At(begin.AddMinutes(minute), "ann", 1, state, play, minutes * 60) with { ReceivedAt = begin.AddMinutes(minute) };
}
