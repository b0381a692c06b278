namespace Gamezop.Scores.Competitions;

/// <summary>
/// What is known of one play of one user: from its <c>start</c>, <c>playing</c>, <c>levelup</c> and <c>over</c> events, in whatever order and however often they came. Events of other
/// states say nothing of it, but for their session's countries.
/// </summary>
public sealed record PlayEvidence
{
    /// <summary>The play.</summary>
    public required PlayId Play { get; init; }

    /// <summary>When its <c>start</c> events were made; null for none. So for the other states.</summary>
    public PlayMoments? Start { get; init; }

    /// <summary>When its <c>playing</c> events were made.</summary>
    public PlayMoments? Playing { get; init; }

    /// <summary>When its <c>levelup</c> events were made.</summary>
    public PlayMoments? LevelUp { get; init; }

    /// <summary>When its <c>over</c> events were made: one for each of the game's leaderboards, as a rule one.</summary>
    public PlayMoments? Over { get; init; }

    /// <summary>When it began by the word of its earliest event that has a duration: timestamp less duration. Null where none has one.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The least timestamp less duration over all of its events that have one. Before <see cref="StartedAt"/> where durations ran faster than the clock.</summary>
    public DateTimeOffset? EarliestStart { get; init; }

    /// <summary>The longest duration of its events.</summary>
    public TimeSpan? LongestDuration { get; init; }

    /// <summary>The longest duration of its <c>over</c> events.</summary>
    public TimeSpan? FinishedDuration { get; init; }

    /// <summary>The score of its <c>start</c> events that is furthest from 0, without its sign.</summary>
    public double? StartScore { get; init; }

    /// <summary>The longest duration of its <c>start</c> events.</summary>
    public TimeSpan? StartDuration { get; init; }

    /// <summary>The highest final score.</summary>
    public double? TopFinal { get; init; }

    /// <summary>The lowest final score.</summary>
    public double? LowestFinal { get; init; }

    /// <summary>The highest score of its <c>playing</c> and <c>levelup</c> events.</summary>
    public double? TopLive { get; init; }

    /// <summary>The lowest score of its <c>playing</c> and <c>levelup</c> events.</summary>
    public double? LowestLive { get; init; }

    /// <summary>The greatest score per second of one <c>playing</c>, <c>levelup</c> or <c>over</c> event that has a duration; one of less than a second counts as a second.</summary>
    public double? ScorePerSecond { get; init; }

    /// <summary>
    /// By how much its events contradict a duration; null where none do. Either one event says that the play had lasted longer, and also
    /// that it began earlier (timestamp less duration), both by at least this: a pause contradicts nothing. Or an event has reached a
    /// target <see cref="TargetDefinition.Within"/> a time by its own duration, and the play's first event is earlier, by this, than that
    /// time allows. More than 10 seconds put a play into quarantine, whatever rules are set.
    /// </summary>
    public TimeSpan? DurationContradiction { get; init; }

    /// <summary>1, or 2 where more than one user has events of this game and play id. Known where a rule, or a class of the publisher's, judges by it.</summary>
    public int Users { get; init; } = 1;

    /// <summary>
    /// Whether the play is this user's: of all users who have events of this game and play id, the one whose first event (by arrival, timestamp
    /// and event id) comes first.
    /// </summary>
    public bool BelongsToUser { get; init; } = true;

    /// <summary>The sessions it was played in, by id; as a rule one, at most 8. Their countries are known where a rule, or a class of the publisher's, judges by them.</summary>
    public IReadOnlyList<PlaySession> Sessions { get; init; } = [];
}
