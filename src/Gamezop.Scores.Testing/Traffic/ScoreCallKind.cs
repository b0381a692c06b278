namespace Gamezop.Scores.Testing;

/// <summary>What a call of <see cref="ScoreTraffic"/> is.</summary>
public enum ScoreCallKind
{
    /// <summary>A score, for the first time. The right answer is 200, and it counts.</summary>
    Valid,

    /// <summary>The same score again, byte for byte. The right answer is 200, and it does not count again.</summary>
    Repeated,

    /// <summary>A body that is no score. The right answer is 400.</summary>
    Malformed,

    /// <summary>A score with a <c>sub</c> that the application has not made. The right answer is 200, and it does not count.</summary>
    Forged,

    /// <summary>A score with a wrong api key. The right answer is 401.</summary>
    WrongKey,
}
