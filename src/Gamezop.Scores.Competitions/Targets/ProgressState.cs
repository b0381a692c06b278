namespace Gamezop.Scores.Competitions;

/// <summary>How far a user has come towards a target in one period: the fold of the events, the same in whatever order and however often they come.</summary>
internal sealed class ProgressState(TargetGoalKind kind)
{
    public TargetGoalKind Kind { get; } = kind;

    /// <summary>Whether the goal was reached and the reward, if there was one left, is granted.</summary>
    public bool IsSettled { get; set; }

    /// <summary>The best score so far, where scores are compared.</summary>
    public double? Score { get; set; }

    /// <summary>The sum so far, where something is added up: whole thousandths, ticks, or a count.</summary>
    public long Sum { get; set; }

    /// <summary>The runs of days, where days are counted; sorted, and never touching each other.</summary>
    public List<DayRun> Runs { get; init; } = [];

    /// <summary>Adds a day.</summary>
    /// <returns>Whether it is news.</returns>
    public bool AddDay((int Before, int Day, int After) days)
    {
        if (Runs.Exists(run => run.First <= days.Day && days.Day <= run.Last))
            return false;
        DayRun before = Runs.Find(run => run.Last == days.Before);
        DayRun after = Runs.Find(run => run.First == days.After);
        Runs.RemoveAll(run => run.Count > 0 && (run == before || run == after));
        var joined = new DayRun(before.Count > 0 ? before.First : days.Day, after.Count > 0 ? after.Last : days.Day, before.Count + 1 + after.Count);
        int index = Runs.FindIndex(run => run.First > joined.First);
        Runs.Insert(index < 0 ? Runs.Count : index, joined);
        Sum = Math.Max(Sum, joined.Count);
        return true;
    }

    /// <summary>How far it is: a score, a sum of scores, a count, or seconds; null where a score is needed and there is none.</summary>
    public double? Value => Kind switch
    {
        TargetGoalKind.ScoreAtLeast => Score ?? 0,
        TargetGoalKind.ScoreAtMost => Score,
        TargetGoalKind.TotalScore => Sum / 1000.0,
        TargetGoalKind.TimePlayed => TimeSpan.FromTicks(Sum).TotalSeconds,
        _ => Sum,
    };

    public bool Reaches(TargetGoal goal) => Kind switch
    {
        TargetGoalKind.ScoreAtLeast => Score >= goal.Value,
        TargetGoalKind.ScoreAtMost => Score <= goal.Value,
        TargetGoalKind.TotalScore => Sum >= Thousandths.Of(goal.Value),
        TargetGoalKind.TimePlayed => Sum >= goal.Time.Ticks,
        _ => Sum >= goal.Value,
    };
}
