namespace Gamezop.Scores;

/// <summary>How one handler is fed: set when it is added. What is not set is as in <see cref="ScoreInboxOptions"/>.</summary>
public sealed class ScoreHandlerOptions
{
    /// <summary>
    /// The handler's name: for logs and metrics, and with a store what its positions, retries and dead letters are kept under. Keep it when
    /// the class is renamed.
    /// </summary>
    /// <value>1 to 256 characters, unique among the handlers. Default: the type's name with its namespace; of a lambda the name it was added with.</value>
    public string Name { get; set; } = "";

    /// <summary>The states that the handler wants. Events of other states are not handed to it.</summary>
    /// <value>Default: empty, which means all.</value>
    public IReadOnlyList<GameState> States { get; set; } = [];

    /// <summary>With a store: where a handler begins that the store does not know yet. Later it has no effect.</summary>
    /// <value>Default: <see cref="StartFrom.End"/>.</value>
    public StartFrom StartFrom { get; set; }

    /// <summary>With a store: how many calls of the handler are under way at most, on each node.</summary>
    /// <value>1 to 1,024. Default: <see cref="ScoreInboxOptions.Concurrency"/>.</value>
    public int? Concurrency { get; set; }

    /// <summary>With a store: how long one call may take.</summary>
    /// <value>100 milliseconds to 1 hour. Default: <see cref="ScoreInboxOptions.HandlerTimeout"/>.</value>
    public TimeSpan? HandlerTimeout { get; set; }

    /// <summary>With a store: after how many attempts an event becomes a dead letter.</summary>
    /// <value>1 to 1,000. Default: <see cref="ScoreInboxOptions.MaxAttempts"/>.</value>
    public int? MaxAttempts { get; set; }

    /// <summary>
    /// With a store: whether the handler keeps events that are dated more than 5 minutes after their arrival from itself, in quarantine as <c>future</c>.
    /// </summary>
    /// <value>Default: false. Competitions do.</value>
    /// <remarks>
    /// While a handler does, the webhook answers such an event 200 only when the quarantine has room, and holds its place there until the handler is done with
    /// it. Without any, nobody is refused for want of room.
    /// </remarks>
    public bool QuarantinesFuture { get; set; }

    /// <summary>Why the options cannot be used; null when they can.</summary>
    internal string? Problem => this switch
    {
        { Name: var name } when string.IsNullOrWhiteSpace(name) || name.Length > 256 => $"{nameof(Name)} must have 1 to 256 characters.",
        { Concurrency: < 1 or > 1_024 } => $"{nameof(Concurrency)} must be between 1 and 1024.",
        { MaxAttempts: < 1 or > 1_000 } => $"{nameof(MaxAttempts)} must be between 1 and 1000.",
        { HandlerTimeout: { } timeout } when timeout < TimeSpan.FromMilliseconds(100) || timeout > TimeSpan.FromHours(1) =>
            $"{nameof(HandlerTimeout)} must be between 00:00:00.1 and 01:00:00.",
        _ when !Enum.IsDefined(StartFrom) => $"{nameof(StartFrom)} must be End or Beginning.",
        _ => null,
    };
}
