namespace Gamezop.Scores.Competitions;

/// <summary>How far a user has come towards a target in one period: the fold of the events, the same in whatever order and however often they come.</summary>
internal sealed class ProgressState(TargetGoalKind kind)
{
    public TargetGoalKind Kind { get; } = kind;

    /// <summary>Whether the goal was reached and the reward, if there was one left, is granted.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Whether the reward is held back or marked for clawback, since the plays that are not in quarantine do not reach the goal.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>The <see cref="TargetGoal.Value"/> that was reached; a goal that is changed later does not judge again. Null before.</summary>
    public double? Granted { get; set; }

    /// <summary>What all plays come to. It decides whether there is a reward, so that no verdict and no order changes which ones there are.</summary>
    public Tally All { get; init; } = new(kind);

    /// <summary>What the plays come to that are not in quarantine: what is shown, and whether the reward is paid.</summary>
    public Tally Clean { get; set; } = new(kind);

    /// <summary>Whether the reward stands.</summary>
    /// <param name="goal">The goal's <see cref="TargetGoal.Value"/> as it is now; null when there is no such target any more.</param>
    public bool Stands(double? goal) => ReachedBy(Clean, Granted) || ReachedBy(Clean, goal);

    private static bool ReachedBy(Tally tally, double? goal) => goal is { } value && tally.Reaches(value);
}
