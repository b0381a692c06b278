namespace Gamezop.Scores.Competitions;

/// <summary>What has become of a play that was once found implausible. A kept word: never rename.</summary>
public enum JudgedPlayStatus
{
    /// <summary>It counts: later events have shown it to be plausible.</summary>
    Accepted,

    /// <summary>It counts, and is shown to operators.</summary>
    Marked,

    /// <summary>It does not count, and is shown to operators.</summary>
    Quarantined,

    /// <summary>An operator has let it count, whatever comes.</summary>
    Released,

    /// <summary>An operator has ruled it out, whatever comes.</summary>
    Rejected,
}
