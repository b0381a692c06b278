namespace Gamezop.Scores.Storage;

/// <summary>An event that is to leave the quarantine for the log.</summary>
public sealed class QuarantineRelease
{
    /// <summary>Its <see cref="QuarantinedEvent.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The user under whom it is appended; null for the one that it was kept under. An event that the log has already stays under its own.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// Whether it is <see cref="StoredEvent.IsReleased"/> from then on. False for an event that handlers have not judged yet: it comes to them as a new one.
    /// An event that a single handler kept from itself is released for that handler in any case.
    /// </summary>
    /// <value>Default: true.</value>
    public bool IsGenuine { get; init; } = true;
}
