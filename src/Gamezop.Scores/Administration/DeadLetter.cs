namespace Gamezop.Scores;

/// <summary>
/// Something that will not be tried again by itself: an event that one handler failed on too often, or a body that could not be read.
/// </summary>
public sealed class DeadLetter
{
    /// <summary>The dead letter's own id, in a form of the engine's.</summary>
    public required string Id { get; init; }

    /// <summary>The event's id. For an unreadable body it is made of the body's hash.</summary>
    public required string EventId { get; init; }

    /// <summary>The user; null for an unreadable body.</summary>
    public required string? UserId { get; init; }

    /// <summary>The handler that failed; null for an unreadable body.</summary>
    public required string? Handler { get; init; }

    /// <summary>How many attempts were made; 0 for an unreadable body.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last attempt failed, or why the body could not be read.</summary>
    public required string Error { get; init; }

    /// <summary>When the event first arrived, in UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it was parked, in UTC.</summary>
    public required DateTimeOffset ParkedAt { get; init; }

    /// <summary>The source that the event, or the body, came from: <see cref="ScoreContext.Source"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The body as posted.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether this is a body that could not be read, not a handler's failure.</summary>
    public bool IsUnreadable => Handler is null;
}
