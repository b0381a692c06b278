namespace Gamezop.Scores.Competitions;

/// <summary>What one play has contributed to a progress.</summary>
internal sealed class PlayShare
{
    /// <summary>Whether it is in quarantine, as far as the progress knows: then it is in <see cref="ProgressState.All"/> alone.</summary>
    public bool IsExcluded { get; set; }

    /// <summary>What is counted of the play, where that is a number; null where nothing is.</summary>
    public double? Best { get; set; }

    /// <summary>When its first and last event were made, in UTC ticks, and the longest duration that counts; only where time is measured.</summary>
    public PlayTime Time { get; set; } = PlayTime.None;

    /// <summary>The levels that are counted, by event.</summary>
    public HashSet<string> Levels { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The days that are counted.</summary>
    public List<CalendarDay> Days { get; init; } = [];

    /// <summary>All that it adds to the plays that count.</summary>
    public IEnumerable<ProgressGain> Gains(TargetGoalKind kind) => kind switch
    {
        TargetGoalKind.LevelsCompleted => [new ProgressGain(Amount: Levels.Count)],
        TargetGoalKind.DayStreak => Days.Select(day => new ProgressGain(Day: day)),
        _ when Best is null => [],
        TargetGoalKind.ScoreAtLeast or TargetGoalKind.ScoreAtMost => [new ProgressGain(Score: Best.Value)],
        _ => [new ProgressGain(Amount: (long)Best.Value)],
    };
}
