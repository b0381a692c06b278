namespace Gamezop.Scores.Competitions;

/// <summary>The event of a play that operators are shown: a final one before others, the highest score, the earliest.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="ReceivedAt">When it arrived.</param>
/// <param name="Source">The source that it came from.</param>
/// <param name="Event">What it says.</param>
internal sealed record ShownEvent(string EventId, DateTimeOffset ReceivedAt, string? Source, ScoreEvent Event)
{
    public static ShownEvent Of(ScoreContext context) => new(context.EventId, context.ReceivedAt.ToUniversalTime(), context.Source, context.Event);

    public bool IsBefore(ShownEvent other)
    {
        if (Rank != other.Rank)
            return Rank < other.Rank;
        if (Event.Score != other.Event.Score)
            return Event.Score > other.Event.Score;
        // An event's id begins with its time.
        return string.CompareOrdinal(EventId, other.EventId) < 0;
    }

    private int Rank => Event.State switch { GameState.Over => 0, GameState.Start => 2, _ => 1 };
}
