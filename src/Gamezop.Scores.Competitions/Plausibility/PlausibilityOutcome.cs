namespace Gamezop.Scores.Competitions;

/// <summary>What becomes of a play, the mildest first. A kept word: never rename.</summary>
public enum PlausibilityOutcome
{
    /// <summary>It counts.</summary>
    Accept,

    /// <summary>It counts, and operators are shown it.</summary>
    Mark,

    /// <summary>It does not count unless an operator releases it.</summary>
    Quarantine,
}
