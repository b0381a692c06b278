namespace Gamezop.Scores;

/// <summary>Why an inbox cannot be used for now.</summary>
public enum ScoreInboxProblem
{
    /// <summary>The store does not work: disk full, locked by another program, unreachable or gone.</summary>
    Broken,

    /// <summary>Too much waits already.</summary>
    Full,

    /// <summary>
    /// The store took longer than <see cref="ScoreInboxOptions.AppendTimeout"/>. The event may have been kept nevertheless; a repeat is
    /// then a duplicate.
    /// </summary>
    Slow,

    /// <summary>Another process owns the store; this one takes over when that one is gone.</summary>
    NotOwner,
}
