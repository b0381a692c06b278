namespace Gamezop.Scores.Competitions;

/// <summary>How often a target can be reached. Each period counts by itself, from nothing.</summary>
public enum TargetPeriod
{
    /// <summary>Once.</summary>
    Once,

    /// <summary>Once on each calendar day.</summary>
    Daily,

    /// <summary>Once in each ISO 8601 week, from Monday.</summary>
    Weekly,

    /// <summary>Once in each calendar month.</summary>
    Monthly,

    /// <summary>Once in each play.</summary>
    EveryPlay,
}
