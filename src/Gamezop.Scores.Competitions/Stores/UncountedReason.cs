namespace Gamezop.Scores.Competitions;

/// <summary>Why an event does not count on a board.</summary>
public enum UncountedReason
{
    /// <summary>It arrived after its window's end and grace, or after the window had closed, or is older than events are kept.</summary>
    Late,

    /// <summary>Its score is beyond ±9,000,000,000, which sums do not take.</summary>
    OutOfRange,
}
