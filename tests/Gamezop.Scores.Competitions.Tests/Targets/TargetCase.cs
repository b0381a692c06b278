using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>Random targets and events.</summary>
internal sealed record TargetCase(TargetDefinition[] Targets, Event[] Events, int Seed)
{
    // Around the day on which clocks go back in Berlin; the end of a week and of a month are near.
    private static readonly DateTimeOffset Begin = new(2026, 10, 23, 20, 0, 0, default);
    private static readonly double[] Scores = [0, -0.0, 1, 5, 5.5, 0.0005, 0.0015, 2.0005, -3, 7, 9e9, 9.5e9, -9.5e9, 3, 10, 12, 1000];
    private static readonly string?[] Countries = ["IN", "in", "DE", null, "IND"];
    private static readonly TimeZoneInfo[] Zones = [.. new[] { "UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York" }.Select(TimeZoneInfo.FindSystemTimeZoneById)];

    private static readonly TargetGoal[] Goals =
    [
        TargetGoal.ScoreAtLeast(5.5), TargetGoal.ScoreAtLeast(10), TargetGoal.ScoreAtLeast(-1), TargetGoal.ScoreAtMost(1), TargetGoal.ScoreAtMost(-3), TargetGoal.TotalScore(10.002), TargetGoal.TotalScore(20),
        TargetGoal.LevelsCompleted(2), TargetGoal.LevelsCompleted(4), TargetGoal.PlaysFinished(1), TargetGoal.PlaysFinished(3), TargetGoal.TimePlayed(TimeSpan.FromSeconds(60)),
        TargetGoal.TimePlayed(TimeSpan.FromSeconds(200)), TargetGoal.DayStreak(2), TargetGoal.DayStreak(4),
    ];

    public static Gen<TargetCase> Gen { get; } =
        from targets in GenTarget.Array[1, 4]
        from events in GenEvent.Array[0, 50]
        from seed in CsCheck.Gen.Int[0, int.MaxValue]
        select new TargetCase([.. targets.Select((target, i) => target($"t{i}"))], [.. events.DistinctBy(e => e.Id)], seed);

    private static Gen<Func<string, TargetDefinition>> GenTarget =>
        from goal in OneOf(Goals)
        from period in OneOf(TargetPeriod.Once, TargetPeriod.Daily, TargetPeriod.Weekly, TargetPeriod.Monthly, TargetPeriod.EveryPlay)
        from zone in OneOf(Zones)
        from within in OneOf<TimeSpan?>(null, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromHours(2))
        from lists in CsCheck.Gen.Int[0, 11]
        from max in OneOf<int?>(null, null, 1, 2)
        from claims in CsCheck.Gen.Int[0, 5]
        select new Func<string, TargetDefinition>(id => new TargetDefinition
        {
            Id = id,
            Goal = goal,
            Period = goal.ToString().StartsWith("DayStreak", StringComparison.Ordinal) ? TargetPeriod.Once : goal.ToString() == "PlaysFinished 3" && period == TargetPeriod.EveryPlay ? TargetPeriod.Daily : period,
            TimeZone = zone,
            Within = within,
            Games = lists == 0 ? ["g1"] : lists == 1 ? ["g1", "g2"] : [],
            GamezopLeaderboards = lists == 2 ? ["l1"] : [],
            Countries = lists == 3 ? ["IN"] : [],
            Users = lists == 4 ? ["ann"] : [],
            ActiveFrom = lists == 5 ? Begin.AddHours(12) : null,
            ActiveUntil = lists is 5 or 6 ? Begin.AddHours(60) : null,
            MaxGrants = max,
            MustClaim = claims == 0,
            Reward = new Reward("coins", 1),
        });

    private static Gen<Event> GenEvent =>
        from user in OneOf("ann", "bob", "cid/é")
        from game in OneOf("g1", "g1", "g2")
        from leaderboard in OneOf<string?>(null, "l1", "l2")
        from play in CsCheck.Gen.Int[0, 4]
        from hour in CsCheck.Gen.Int[0, 110]
        from second in CsCheck.Gen.Int[0, 100]
        from duration in CsCheck.Gen.OneOf(CsCheck.Gen.Const((int?)null), CsCheck.Gen.Int[0, 100].Select(seconds => (int?)seconds))
        from state in OneOf(GameState.Over, GameState.Over, GameState.Over, GameState.LevelUp, GameState.Playing, GameState.Start, GameState.Loaded)
        from score in OneOf(Scores)
        from country in OneOf(Countries)
        from late in CsCheck.Gen.Int[0, 30]
        select TargetEvents.At(Begin.AddHours(play % 2 == 0 ? play * 24 : hour).AddSeconds(second), user, score, state, $"p{play}", duration, country, game, leaderboard) with
        {
            ReceivedAt = Begin.AddHours(120).AddDays(late == 0 ? 31 : 0),
        };

    private static Gen<T> OneOf<T>(params T[] values) => CsCheck.Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
