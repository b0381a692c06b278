namespace Gamezop.Scores.Competitions;

/// <summary>How far an occurrence has come. A kept word: never rename.</summary>
internal enum OccurrenceStage
{
    /// <summary>It takes scores, or will.</summary>
    Open,

    /// <summary>It takes no more scores; its places are being frozen.</summary>
    Settling,

    /// <summary>Its places are frozen; prizes are being granted.</summary>
    Frozen,

    /// <summary>Every prize is granted.</summary>
    Finished,

    /// <summary>An operator has called it off.</summary>
    Cancelled,
}
