namespace Gamezop.Scores.Competitions;

/// <summary>What one play has contributed to a progress, and what of it still waits for the play's start to be known better.</summary>
internal sealed class PlayShare
{
    /// <summary>The latest start that an event of the play tells of, in UTC ticks. The later, the more is within: it never goes back.</summary>
    public long? Start { get; set; }

    /// <summary>Whether it is in quarantine, as far as the progress knows: then it is in <see cref="ProgressState.All"/> alone.</summary>
    public bool IsExcluded { get; set; }

    /// <summary>What is counted of the play, where that is a number; null where nothing is.</summary>
    public double? Best { get; set; }

    /// <summary>The levels that are counted, by event.</summary>
    public HashSet<string> Levels { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The days that are counted.</summary>
    public List<CalendarDay> Days { get; init; } = [];

    /// <summary>Offers that are not within, as far as is known; none that another one makes needless.</summary>
    public List<ProgressOffer> Waiting { get; init; } = [];

    /// <summary>All that it adds to the plays that count.</summary>
    public IEnumerable<ProgressGain> Gains(TargetGoalKind kind) => kind switch
    {
        TargetGoalKind.LevelsCompleted => [new ProgressGain(Amount: Levels.Count)],
        TargetGoalKind.DayStreak => Days.Select(day => new ProgressGain(Day: day)),
        _ when Best is null => [],
        TargetGoalKind.ScoreAtLeast or TargetGoalKind.ScoreAtMost => [new ProgressGain(Score: Best.Value)],
        _ => [new ProgressGain(Amount: (long)Best.Value)],
    };

    /// <summary>Keeps what is counted of the play.</summary>
    public void Keep(ProgressOffer offer, ProgressGain gain, TargetGoalKind kind)
    {
        if (kind == TargetGoalKind.LevelsCompleted)
            Levels.Add(offer.EventId);
        else if (kind == TargetGoalKind.DayStreak)
            Days.Add(gain.Day);
        else
            Best = offer.Amount;
    }

    /// <summary>Learns of a start.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Learn(long start)
    {
        if (Start >= start)
            return false;
        Start = start;
        return true;
    }

    /// <summary>Keeps an offer for later.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="covers">Whether one offer makes another needless that does not come before it.</param>
    /// <returns>Whether anything has changed.</returns>
    public bool Wait(ProgressOffer offer, Func<ProgressOffer, ProgressOffer, bool> covers)
    {
        if (Waiting.Exists(other => other.At <= offer.At && covers(other, offer)))
            return false;
        Waiting.RemoveAll(other => offer.At <= other.At && covers(offer, other));
        Waiting.Add(offer);
        return true;
    }
}
