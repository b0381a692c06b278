using System.Buffers;

namespace Gamezop.Scores;

/// <summary>An event as the event log keeps it: the body as posted, and what was known when it arrived.</summary>
public sealed class StoredEvent
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Creates an event.</summary>
    /// <param name="eventId"><see cref="ScoreContext.EventId"/>: 32 lower-case hex digits.</param>
    /// <param name="userId">The verified user.</param>
    /// <param name="receivedAt">When it first arrived. The default value means that it is arriving now: the store's clock sets the time
    /// when it keeps the event.</param>
    /// <param name="body">The body as posted. Not copied: it must not change afterwards.</param>
    public StoredEvent(string eventId, string userId, DateTimeOffset receivedAt, ReadOnlyMemory<byte> body)
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

    /// <summary>The event's identity: 32 lower-case hex digits, ordered by the event's own time.</summary>
    public string EventId { get; }

    /// <summary>The verified user.</summary>
    public string UserId { get; }

    /// <summary>When it first arrived, in UTC; the default value in an event that no store has kept yet. Engines keep it to 100 nanoseconds.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Whether an operator has released it from quarantine as genuine, and it had been kept from all consumers.</summary>
    public bool IsReleased { get; init; }

    /// <summary>The names of the consumers that kept it from themselves, and for which an operator has released it. Set by the engine that keeps it.</summary>
    public IReadOnlyList<string> ReleasedFor { get; init; } = [];

    /// <summary>The name of the account or environment that the call belonged to; null when it has none. At most 64 characters.</summary>
    public string? Source { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the call that brought the event; null when there was none. At most 55 characters.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The body as posted.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The parsed body while it is known: an engine that hands out the very object that was appended saves parsing it again.</summary>
    internal ScoreEvent? Parsed { get; set; }

    /// <summary>Whether an operator has released it for a consumer: for that one alone, or for all.</summary>
    /// <param name="consumer">The consumer's name.</param>
    /// <returns>Whether it counts as genuine there.</returns>
    public bool IsReleasedFor(string consumer) => IsReleased || ReleasedFor.Contains(consumer, StringComparer.Ordinal);

    /// <summary>Returns the same event with another time of arrival. Used by engines when they keep an event.</summary>
    /// <param name="receivedAt">The time by the store's clock.</param>
    /// <returns>The same event, or a copy.</returns>
    public StoredEvent WithReceivedAt(DateTimeOffset receivedAt) =>
        receivedAt == ReceivedAt ? this : Copy(receivedAt, IsReleased, ReleasedFor);

    /// <summary>Returns the same event, released from the quarantine in which it was kept from all consumers.</summary>
    /// <param name="userId">The user whom it turned out to be of; null for the same as before.</param>
    /// <param name="isGenuine">What becomes of <see cref="IsReleased"/>.</param>
    /// <returns>A copy.</returns>
    public StoredEvent AsReleased(string? userId = null, bool isGenuine = true) => Copy(ReceivedAt, isGenuine, ReleasedFor, userId);

    /// <summary>Returns the same event, released for these consumers.</summary>
    internal StoredEvent WithReleasedFor(IEnumerable<string> consumers) =>
        Copy(ReceivedAt, IsReleased, [.. consumers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    private StoredEvent Copy(DateTimeOffset receivedAt, bool isReleased, IReadOnlyList<string> releasedFor, string? userId = null) =>
        new(EventId, userId ?? UserId, receivedAt, Body)
        {
            IsReleased = isReleased,
            ReleasedFor = releasedFor,
            Source = Source,
            TraceParent = TraceParent,
            Parsed = Parsed,
        };
}
