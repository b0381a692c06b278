namespace Gamezop.Scores.Storage;

/// <summary>How much of the quarantine is in use.</summary>
public sealed class QuarantineUsage
{
    /// <summary>
    /// How many events are kept, by <see cref="QuarantinedEvent.Reason"/>; one that several handlers keep from themselves counts once. A reason without events
    /// may be absent.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Events { get; init; }

    /// <summary>How many users have as many events of one reason as one user may have, counted once for each reason.</summary>
    public required long FullUsers { get; init; }
}
