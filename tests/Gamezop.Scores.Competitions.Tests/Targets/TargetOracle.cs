using System.Globalization;
using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>
/// What the rules say of targets, written down as plainly as they are, from all events at once. Shares nothing with the product but its
/// definitions.
/// </summary>
internal static class TargetOracle
{
    public sealed record Expected(string User, string Period, double? Value, bool Done);

    /// <summary>The progress of everybody who has an event that the target is about.</summary>
    public static IReadOnlyList<Expected> Progress(TargetDefinition target, IReadOnlyList<Event> events) =>
        [.. from e in events
            where IsAbout(target, e)
            group e by (User: e.Score.SubId, Period: PeriodOf(target, e.Score)) into period
            select Expect(target, period.Key.User, period.Key.Period, [.. period], events)];

    /// <summary>The same of all plays, and without those that are in quarantine.</summary>
    public static IReadOnlyList<(Expected All, Expected Clean)> Progress(
        TargetDefinition target, IReadOnlyList<Event> events, Func<PlayId, bool> isQuarantined) =>
        [.. from e in events
            where IsAbout(target, e)
            group e by (User: e.Score.SubId, Period: PeriodOf(target, e.Score)) into period
            select (Expect(target, period.Key.User, period.Key.Period, [.. period], events),
                Expect(target, period.Key.User, period.Key.Period, [.. period.Where(e => !isQuarantined(PlayOf(e)))], events))];

    public static PlayId PlayOf(Event e) => new(e.Score.SubId, e.Score.GameCode, e.Score.GamePlayId);

    /// <summary>The play that began last, by its earliest event that counts or tells how long it has lasted.</summary>
    public static string? LatestPlay(TargetDefinition target, IReadOnlyList<Event> events, string user) =>
        events.Where(e => e.Score.SubId == user && IsAbout(target, e) && (Counts(target.Goal, e.Score) || TellsTime(target, e.Score)))
            .GroupBy(e => e.Score.GamePlayId).OrderBy(play => play.Min(e => e.Score.Timestamp))
                .ThenBy(play => play.Key, StringComparer.Ordinal).LastOrDefault()?.Key;

    private static Expected Expect(TargetDefinition target, string user, string period, Event[] events, IReadOnlyList<Event> all)
    {
        Event[] counted = [.. events.Where(e => Counts(target.Goal, e.Score) && (target.Within is null || e.Score.Duration <= target.Within))];
        string kind = target.Goal.ToString().Split(' ')[0];
        double goal = double.Parse(target.Goal.ToString().Split(' ')[1], CultureInfo.InvariantCulture);
        var plays = counted.GroupBy(e => (
            e.Score.GameCode, Leaderboard: kind is "PlaysFinished" or "TimePlayed" ? "" : e.Score.LeaderboardId ?? "", e.Score.GamePlayId));
        double? value = kind switch
        {
            "ScoreAtLeast" => counted.Select(e => (double?)e.Score.Score).Max() ?? 0,
            "ScoreAtMost" => counted.Select(e => (double?)e.Score.Score).Min(),
            "TotalScore" => (double)plays.Sum(play => play.Where(e => Math.Abs(e.Score.Score) <= 9e9)
                .Select(e => Math.Max(0, decimal.Round((decimal)e.Score.Score, 3, MidpointRounding.ToEven))).DefaultIfEmpty().Max()),
            "LevelsCompleted" => counted.Select(e => e.Id).Distinct().Count(),
            "PlaysFinished" => plays.Count(),
            "TimePlayed" => plays.Sum(play => Math.Min(play.Max(e => e.Score.Duration ?? TimeSpan.Zero).TotalSeconds, SpanOf(target, play.First(), all))),
            _ => LongestStreak([.. counted.Select(e => Day(target, e.Score.Timestamp))]),
        };
        var isDone = kind switch
        {
            "ScoreAtMost" => value <= goal,
            "ScoreAtLeast" => counted.Any(e => e.Score.Score >= goal),
            _ => value >= goal,
        };
        return new Expected(user, period, value, isDone);
    }

    private static bool IsAbout(TargetDefinition target, Event e) =>
        (target.Games.Count == 0 || target.Games.Contains(e.Score.GameCode))
        && (target.GamezopLeaderboards.Count == 0 || target.GamezopLeaderboards.Contains(e.Score.LeaderboardId))
        && (target.Countries.Count == 0 || target.Countries.Contains(e.Score.Country?.ToUpperInvariant()))
        && (target.Users.Count == 0 || target.Users.Contains(e.Score.SubId))
        && (target.ActiveFrom is null || e.Score.Timestamp >= target.ActiveFrom)
        && (target.ActiveUntil is null || e.Score.Timestamp < target.ActiveUntil)
        && e.ReceivedAt - e.Score.Timestamp <= TimeSpan.FromDays(30);

    private static bool Counts(TargetGoal goal, ScoreEvent e) => goal.ToString().Split(' ')[0] switch
    {
        "ScoreAtLeast" or "TimePlayed" => e.State is GameState.Playing or GameState.LevelUp or GameState.Over,
        "LevelsCompleted" => e.State is GameState.LevelUp,
        _ => e.State is GameState.Over,
    };

    private static bool TellsTime(TargetDefinition target, ScoreEvent e) =>
        target.Goal.ToString().StartsWith("TimePlayed", StringComparison.Ordinal) && e.State is not GameState.Loaded;

    // From the first to the last event that is known of the play: whatever leaderboard, country or source it is of, and on whichever side of an
    // edge. A play that was heard of again after a whole period without it is another one.
    private static double SpanOf(TargetDefinition target, Event one, IReadOnlyList<Event> all)
    {
        Event[] play = [.. all.Where(e => PlayOf(e) == PlayOf(one) && e.Score.State is not GameState.Loaded
            && e.ReceivedAt - e.Score.Timestamp <= TimeSpan.FromDays(30)
            && !(target.ActiveFrom - e.Score.Timestamp > TimeSpan.FromDays(1)) && !(e.Score.Timestamp - target.ActiveUntil > TimeSpan.FromDays(1)))];
        var numbers = play.Select(e => NumberOf(target, e.Score)).ToHashSet();
        int first = NumberOf(target, one.Score), last = first;
        while (numbers.Contains(first - 1))
            first--;
        while (numbers.Contains(last + 1))
            last++;
        play = [.. play.Where(e => NumberOf(target, e.Score) >= first && NumberOf(target, e.Score) <= last)];
        // Of that, what lies inside the period, while the target is active.
        int number = NumberOf(target, one.Score);
        DateTimeOffset from = new[]
        {
            play.Min(e => e.Score.Timestamp), StartOf(target, number) ?? DateTimeOffset.MinValue, target.ActiveFrom ?? DateTimeOffset.MinValue,
        }.Max();
        DateTimeOffset to = new[]
        {
            play.Max(e => e.Score.Timestamp), StartOf(target, number + 1) ?? DateTimeOffset.MaxValue, target.ActiveUntil ?? DateTimeOffset.MaxValue,
        }.Min();
        return (to - from).TotalSeconds;
    }

    // Midnight of a period's first day; in no zone of the cases do clocks change then.
    private static DateTimeOffset? StartOf(TargetDefinition target, int number)
    {
        DateOnly? day = target.Period switch
        {
            TargetPeriod.Daily => DateOnly.FromDayNumber(number),
            TargetPeriod.Weekly => DateOnly.FromDayNumber(number * 7),
            TargetPeriod.Monthly => new DateOnly((number - 1) / 12, ((number - 1) % 12) + 1, 1),
            _ => null,
        };
        var midnight = day?.ToDateTime(TimeOnly.MinValue);
        return midnight is { } local ? new DateTimeOffset(local, target.TimeZone.GetUtcOffset(local)) : null;
    }

    // Of two periods that follow each other the numbers do.
    private static int NumberOf(TargetDefinition target, ScoreEvent e)
    {
        DateOnly day = Day(target, e.Timestamp);
        return target.Period switch
        {
            TargetPeriod.Daily => day.DayNumber,
            // Day 0 is a Monday.
            TargetPeriod.Weekly => day.DayNumber / 7,
            TargetPeriod.Monthly => (day.Year * 12) + day.Month,
            _ => 0,
        };
    }

    private static string PeriodOf(TargetDefinition target, ScoreEvent e)
    {
        DateOnly day = Day(target, e.Timestamp);
        DateTime date = day.ToDateTime(TimeOnly.MinValue);
        return target.Period switch
        {
            TargetPeriod.Once => "all",
            TargetPeriod.EveryPlay => e.GamePlayId,
            TargetPeriod.Daily => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TargetPeriod.Weekly => $"{ISOWeek.GetYear(date):0000}-W{ISOWeek.GetWeekOfYear(date):00}",
            _ => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        };
    }

    private static DateOnly Day(TargetDefinition target, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, target.TimeZone).DateTime);

    private static int LongestStreak(HashSet<DateOnly> days) => days
        .Select(day => Enumerable.Range(0, days.Count + 1).TakeWhile(i => days.Contains(day.AddDays(i))).Count()).DefaultIfEmpty().Max();
}
