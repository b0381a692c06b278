namespace Gamezop.Scores.Competitions;

/// <summary>What some plays come to. Gains may be added in any order; it never goes back.</summary>
internal sealed class Tally(TargetGoalKind kind)
{
    private const long MostInSum = 1L << 53;

    /// <summary>The best score so far, where scores are compared.</summary>
    public double? Score { get; set; }

    /// <summary>The sum so far, where something is added up: whole thousandths, ticks, or a count; of days the longest run.</summary>
    public long Sum { get; set; }

    /// <summary>The runs of days, where days are counted; sorted, and never touching each other.</summary>
    public List<DayRun> Runs { get; init; } = [];

    /// <summary>How far it is: a score, a sum of scores, a count, or seconds; null where a score is needed and there is none.</summary>
    public double? Value => kind switch
    {
        TargetGoalKind.ScoreAtLeast => Score ?? 0,
        TargetGoalKind.ScoreAtMost => Score,
        TargetGoalKind.TotalScore => Sum / 1000.0,
        TargetGoalKind.TimePlayed => TimeSpan.FromTicks(Sum).TotalSeconds,
        _ => Sum,
    };

    /// <summary>Whether it comes to as much as a goal's <see cref="TargetGoal.Value"/>.</summary>
    public bool Reaches(double goal) => kind switch
    {
        TargetGoalKind.ScoreAtLeast => Score >= goal,
        TargetGoalKind.ScoreAtMost => Score <= goal,
        TargetGoalKind.TotalScore => Sum >= Thousandths.Of(goal),
        TargetGoalKind.TimePlayed => Sum >= TargetGoal.TimeOf(goal).Ticks,
        _ => Sum >= goal,
    };

    /// <summary>Adds a gain.</summary>
    /// <returns>Whether a sum was cut.</returns>
    public bool Add(ProgressGain gain)
    {
        switch (kind)
        {
            case TargetGoalKind.ScoreAtLeast or TargetGoalKind.ScoreAtMost:
                if (!Holds(gain.Score))
                    Score = gain.Score;
                return false;
            case TargetGoalKind.DayStreak:
                AddDay(gain.Day);
                return false;
            default:
                bool isCut = Sum + gain.Amount > MostInSum;
                Sum = Math.Min(MostInSum, Sum + gain.Amount);
                return isCut;
        }
    }

    /// <summary>Whether a score would add nothing.</summary>
    public bool Holds(double score) => kind == TargetGoalKind.ScoreAtLeast ? Score >= score : Score <= score;

    /// <summary>Whether a day is among the runs.</summary>
    public bool Holds(CalendarDay day) => Runs.Exists(run => run.First <= day.Number && day.Number <= run.Last);

    public Tally Copy() => new(kind) { Score = Score, Sum = Sum, Runs = [.. Runs] };

    public bool IsSameAs(Tally other) => Score == other.Score && Sum == other.Sum && Runs.SequenceEqual(other.Runs);

    private void AddDay(CalendarDay day)
    {
        if (Holds(day))
            return;
        DayRun before = Runs.Find(run => run.Last == day.Before);
        DayRun after = Runs.Find(run => run.First == day.After);
        Runs.RemoveAll(run => run.Count > 0 && (run == before || run == after));
        var joined = new DayRun(before.Count > 0 ? before.First : day.Number, after.Count > 0 ? after.Last : day.Number, before.Count + 1 + after.Count);
        int index = Runs.FindIndex(run => run.First > joined.First);
        Runs.Insert(index < 0 ? Runs.Count : index, joined);
        Sum = Math.Max(Sum, joined.Count);
    }
}
