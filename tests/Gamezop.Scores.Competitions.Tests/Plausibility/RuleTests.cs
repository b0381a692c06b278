using static Gamezop.Scores.Competitions.Tests.Plausibility.Plays;
using static Gamezop.Scores.GameState;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>Each rule as a person would check it by hand: what breaks it, and what just does not.</summary>
public sealed class RuleTests
{
    [Fact]
    public void Score_per_second_is_of_each_event_and_a_short_play_counts_as_a_second()
    {
        var rules = new PlausibilityRules { MaxScorePerSecond = 10 };
        Judge(rules, Event(Playing, 5, 50, 5), Event(Over, 10, 100, 10)).Should().BeEmpty();
        Judge(rules, Event(Playing, 5, 51, 5), Event(Over, 100, 100, 100)).Should().Be("MaxScorePerSecond: 10.2 per second, allowed: at most 10 per second");
        Judge(rules, Event(Over, 0, 10, 0.1)).Should().BeEmpty();
        Judge(rules, Event(Over, 0, 1e9)).Should().BeEmpty("without a duration nothing can be said");
    }

    [Fact]
    public void The_top_score_holds_during_play_too_and_the_lowest_for_final_ones()
    {
        var rules = new PlausibilityRules { MaxScore = 100, MinScore = 0 };
        Judge(rules, Event(LevelUp, 1, -1), Event(Playing, 2, 100), Event(Over, 3, 0)).Should().BeEmpty();
        Judge(rules, Event(Playing, 1, 100.5), Event(Over, 2, 7)).Should().Be("MaxScore: 100.5, allowed: at most 100");
        Judge(rules, Event(Over, 1, -0.5), Event(Over, 1, 101)).Should().Be("MaxScore: 101, allowed: at most 100; MinScore: -0.5, allowed: at least 0");
        Judge(new PlausibilityRules { MinScore = 1 }, Event(Over, 1, 0)).Should().Be("MinScore: 0, allowed: at least 1");
    }

    [Fact]
    public void The_shortest_duration_is_for_finished_plays_and_the_longest_for_all()
    {
        var rules = new PlausibilityRules { MinDuration = TimeSpan.FromSeconds(10), MaxDuration = TimeSpan.FromMinutes(1) };
        Judge(rules, Event(Playing, 1, 1, 1), Event(Over, 10, 1, 10), Event(Playing, 60, 1, 60)).Should().BeEmpty();
        Judge(rules, Event(Playing, 1, 1, 1)).Should().BeEmpty("it is not over");
        Judge(rules, Event(Over, 9, 1, 9), Event(Over, 11, 1)).Should().Be("MinDuration: 00:00:09, allowed: at least 00:00:10");
        Judge(rules, Event(Over, 9, 1, 9), Event(Over, 9, 1, 12)).Should().BeEmpty("of several endings the longest counts");
        Judge(rules, Event(Playing, 60, 1, 60.5)).Should().Be("MaxDuration: 00:01:00.5000000, allowed: at most 00:01:00");
    }

    [Fact]
    public void Durations_must_not_run_ahead_of_the_clock_and_a_pause_is_no_harm()
    {
        var rules = new PlausibilityRules { ClockTolerance = TimeSpan.FromSeconds(5) };
        Judge(rules, Event(Start, 0, 0, 0), Event(Playing, 10, 1, 15), Event(Over, 100, 9, 20)).Should().BeEmpty("5 s ahead are tolerated, and 80 s were a pause");
        Judge(rules, Event(Start, 0, 0, 0), Event(Over, 10, 9, 16)).Should().Be("ClockTolerance: durations 00:00:06 ahead of the clock, allowed: at most 00:00:05");
        Judge(rules, Event(Playing, 10, 1, 60), Event(Over, 20, 9, 70)).Should().BeEmpty("before its first event nobody knows");
        Judge(rules, Event(Playing, 10, 1), Event(Over, 20, 9, 600)).Should().BeEmpty("one duration alone cannot run ahead of anything");
    }

    [Fact]
    public void States_must_be_in_an_order_that_is_possible()
    {
        var rules = new PlausibilityRules { StateOrder = true };
        Judge(rules, Event(Start, 0), Event(LevelUp, 5, 1), Event(Playing, 5, 1), Event(Over, 9, 2), Event(Over, 12, 2)).Should().BeEmpty("one ending for each leaderboard");
        Judge(rules, Event(Playing, 5, 1), Event(Over, 9, 2)).Should().BeEmpty("the start may be lost");
        Judge(rules, Event(Loaded, 99), Event(Over, 9, 2)).Should().BeEmpty("the game is loaded whenever it is");
        Judge(rules, Event(Start, 10), Event(Playing, 9, 1)).Should().StartWith("StateOrder: an event 00:00:01 before the start");
        Judge(rules, Event(Over, 9, 1), Event(Playing, 10, 2)).Should().StartWith("StateOrder: an event 00:00:01 after the end");
        Judge(rules, Event(Start, 0, 3, 2)).Should().Be(
            "StateOrder: a start with a score of 3, allowed: start at 0, then playing and levelup, then over; StateOrder: a start with a duration of 00:00:02, allowed: start at 0, then playing and levelup, then over");
        Judge(new PlausibilityRules { StateOrder = true, ClockTolerance = TimeSpan.FromSeconds(1) }, Event(Start, 10), Event(Playing, 9, 1), Event(Over, 8, 1)).Should().Contain("00:00:02 before");
    }

    [Fact]
    public void A_dossier_of_a_whole_play_is_about_a_kilobyte()
    {
        var facts = new PlayFacts();
        foreach (GameState state in new[] { Start, Playing, LevelUp, Over })
            facts.Fold(Context(Event(state, (int)state * 10, (int)state * 12.5, (int)state * 10, user: "8f14e45f-ceea-467f-a7d4-b6d6b9a0f0a1", play: "8f14e45f-ceea-467f-a7d4-b6d6b9a0f0a2", session: "8f14e45f-ceea-467f-a7d4-b6d6b9a0f0a3", country: "IN")));
        facts.Write().Length.Should().BeInRange(500, 1200);
    }

    [Fact]
    public void What_is_not_set_and_other_games_break_nothing()
    {
        Judge(new PlausibilityRules(), Event(Over, 0, 1e12, 1e6), Event(Start, 9, 9, 9)).Should().BeEmpty();
        Judge(new PlausibilityRules { Games = ["other"], MaxScore = 1 }, Event(Over, 0, 1e12)).Should().BeEmpty();
        new RuleJudge(new PlausibilityRules()).IsAny.Should().BeFalse();
    }
}
