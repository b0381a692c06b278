namespace Gamezop.Scores.Storage;

/// <summary>What is kept beside an event that might be quarantined.</summary>
public sealed class QuarantineCount
{
    /// <summary>Whether the event is there already: in quarantine for this reason, or in the log.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>How many events are in quarantine for this reason. One that several handlers keep from themselves counts once.</summary>
    public required long OfReason { get; init; }

    /// <summary>How many of them are of the user.</summary>
    public required long OfUser { get; init; }
}
