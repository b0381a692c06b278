namespace Gamezop.Scores;

/// <summary>One event on its way through the pipeline, and what is known about its delivery.</summary>
public sealed class ScoreContext
{
    private readonly IServiceProvider? _services;
    private readonly IScoreScope? _scope;
    private string? _eventId;
    private Dictionary<object, object?>? _items;

    /// <summary>Creates a context by hand, e.g. in a unit test of a handler.</summary>
    /// <param name="scoreEvent">The event.</param>
    /// <param name="userId">The verified id of the user.</param>
    /// <param name="receivedAt">When the event first arrived.</param>
    /// <param name="services">The services of the scope that the handlers run in.</param>
    public ScoreContext(ScoreEvent scoreEvent, string userId, DateTimeOffset receivedAt, IServiceProvider services)
        : this(scoreEvent, userId, receivedAt)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
    }

    internal ScoreContext(ScoreEvent scoreEvent, string userId, DateTimeOffset receivedAt, IScoreScope scope)
        : this(scoreEvent, userId, receivedAt) => _scope = scope;

    private ScoreContext(ScoreEvent scoreEvent, string userId, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(scoreEvent);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        Event = scoreEvent;
        UserId = userId;
        ReceivedAt = receivedAt;
    }

    /// <summary>The event as Gamezop sent it.</summary>
    public ScoreEvent Event { get; }

    /// <summary>The user: <see cref="ScoreEvent.SubId"/>, or the id inside it when subs are protected.</summary>
    public string UserId { get; }

    /// <summary>
    /// The event's identity: 32 lower-case hex digits, the same for every delivery of one event, ordered by the event's time.
    /// Computed when first asked for. The format is described in <c>src/docs/event-id.md</c>.
    /// </summary>
    public string EventId
    {
        get => _eventId ??= ScoreEventId.Compute(Event);
        init => _eventId = value;
    }

    /// <summary>
    /// The source (<see cref="GamezopScoresOptions.Sources"/>) whose api key let the event's first delivery in; null when that was one of
    /// <see cref="GamezopScoresOptions.ApiKeys"/>, or none at all.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>When the event first arrived, by the store's clock where there is a store, in UTC. A repeat does not change it.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>
    /// Whether an operator has released the event from quarantine for this handler, or for all: it counts as genuine, whatever it looks like.
    /// </summary>
    /// <remarks>
    /// False where it was released for another handler, which had kept it from itself: every handler judges for itself. False as well for a
    /// <c>forged</c> event that is dated ahead of its arrival: the release has settled whose it is, and not its date.
    /// </remarks>
    public bool IsReleased { get; init; }

    /// <summary>Which attempt at handling this is, from 1. Without a store always 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The <c>traceparent</c> of the call that brought the event, where it is handled after that call: what handles it links there.</summary>
    internal string? TraceParent { get; init; }

    /// <summary>The services of the scope that the handlers of this event run in. The scope is created when first asked for.</summary>
    public IServiceProvider Services => _services ?? _scope!.Services;

    /// <summary>What the handlers threw into the filters on this attempt, after it was logged.</summary>
    internal Exception? HandlerFailure { get; set; }

    /// <summary>A place for filters and handlers to share what they found out; lives as long as this attempt.</summary>
    public IDictionary<object, object?> Items => _items ??= [];
}
