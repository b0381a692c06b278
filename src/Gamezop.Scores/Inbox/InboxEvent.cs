using System.Buffers;

namespace Gamezop.Scores;

/// <summary>An event as an inbox keeps it: the body as posted, and what was known when it arrived.</summary>
public sealed class InboxEvent
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Creates an event.</summary>
    /// <param name="eventId"><see cref="ScoreContext.EventId"/>: 32 lower-case hex digits.</param>
    /// <param name="userId">The verified user.</param>
    /// <param name="receivedAt">When it first arrived.</param>
    /// <param name="body">The body as posted. Not copied: it must not change afterwards.</param>
    public InboxEvent(string eventId, string userId, DateTimeOffset receivedAt, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        if (eventId.Length != 32 || eventId.AsSpan().ContainsAnyExcept(HexDigits))
            throw new ArgumentException("An event id is 32 lower-case hex digits.", nameof(eventId));
        EventId = eventId;
        UserId = userId;
        ReceivedAt = receivedAt.ToUniversalTime();
        Body = body;
    }

    /// <summary>The same, released from quarantine.</summary>
    internal InboxEvent Released() => new(EventId, UserId, ReceivedAt, Body) { Source = Source, IsReleased = true };

    /// <summary>The same, received at another time.</summary>
    internal InboxEvent At(DateTimeOffset receivedAt) => new(EventId, UserId, receivedAt, Body) { Source = Source, IsReleased = IsReleased, Parsed = Parsed };

    /// <summary>The event's identity: 32 lower-case hex digits, ordered by the event's own time.</summary>
    public string EventId { get; }

    /// <summary>The verified user.</summary>
    public string UserId { get; }

    /// <summary>When it first arrived, in UTC. Engines keep it to 100 nanoseconds.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The source that it came from: <see cref="ScoreContext.Source"/>.</summary>
    public string? Source { get; init; }

    /// <summary>Whether an operator has released it from quarantine: it counts as genuine.</summary>
    public bool IsReleased { get; init; }

    /// <summary>The body as posted.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>What the body says, from when it was read until it is delivered: an engine that hands on this very object saves reading it again.</summary>
    internal ScoreEvent? Parsed { get; set; }
}
