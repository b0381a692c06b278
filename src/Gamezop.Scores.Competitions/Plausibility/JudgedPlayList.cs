namespace Gamezop.Scores.Competitions;

/// <summary>Which judged plays a list is of.</summary>
public enum JudgedPlayList
{
    /// <summary>Those that operators are to look at: <see cref="JudgedPlayStatus.Marked"/> and <see cref="JudgedPlayStatus.Quarantined"/>.</summary>
    Open,

    /// <summary>Those that do not count: <see cref="JudgedPlayStatus.Quarantined"/> and <see cref="JudgedPlayStatus.Rejected"/>.</summary>
    NotCounting,

    /// <summary>Those that are not <see cref="JudgedPlay.IsApplied"/>.</summary>
    NotApplied,
}
