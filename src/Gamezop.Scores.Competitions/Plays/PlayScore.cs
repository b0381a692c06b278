namespace Gamezop.Scores.Competitions;

/// <summary>What one event says of a play: score, time and country belong together.</summary>
internal readonly record struct PlayScore(double Score, DateTimeOffset At, string? Country, string EventId)
{
    public static PlayScore Of(ScoreContext context) =>
        // Adding zero turns -0 into 0.
        new(context.Event.Score + 0.0, context.Event.Timestamp.ToUniversalTime(), CountryCode.Normalize(context.Event.Country), context.EventId);

    /// <summary>Whether this decides over another event of the same play: the better score, the earlier time, the smaller event id.</summary>
    public bool IsBefore(PlayScore other, bool ascending)
    {
        if (Score != other.Score)
            return ascending ? Score < other.Score : Score > other.Score;
        return At != other.At ? At < other.At : string.CompareOrdinal(EventId, other.EventId) < 0;
    }
}
