namespace Gamezop.Scores.Competitions;

/// <summary>What an operator has removed of a user from one board or occurrence. It stays removed when its events come again, and when the ranking is made anew.</summary>
internal sealed record ScoreRemoval
{
    // The events of one play lie no further apart.
    private static readonly TimeSpan LongestPlay = TimeSpan.FromDays(1);

    public required string UserId { get; init; }

    /// <summary>The first instant of the window from which it was removed.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after that window.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Of a whole entry: whatever was made at this instant or before is removed. Null where single plays are.</summary>
    public DateTimeOffset? Through { get; init; }

    /// <summary>The plays that are removed whole: also those of an entry that had not ended by then.</summary>
    public required IReadOnlyList<RemovedPlay> Plays { get; init; }

    /// <summary>Whether what was known of it has been taken out of the rankings. What a kill has cut off is made up for with the next start.</summary>
    public bool IsApplied { get; init; }

    /// <summary>Removes one play.</summary>
    public static ScoreRemoval OfPlay(PlayId play) => new()
    {
        UserId = play.UserId,
        From = DateTimeOffset.MinValue,
        To = DateTimeOffset.MaxValue,
        Plays = [new RemovedPlay(play.GameCode, play.GamePlayId)],
    };

    /// <summary>Removes everything that is known of a user in one window: what is made from now on counts.</summary>
    public static ScoreRemoval OfEntry(string userId, DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<KeyValuePair<PlayKey, Play>> plays)
    {
        DateTimeOffset through = plays.Count == 0 ? DateTimeOffset.MinValue : plays.Max(play => play.Value.KnownAt);
        return new ScoreRemoval
        {
            UserId = userId,
            From = from,
            To = to,
            Through = through,
            Plays = [.. plays.Where(play => through - play.Value.KnownAt <= LongestPlay).Select(play => new RemovedPlay(play.Key.GameCode, play.Key.GamePlayId)).Distinct()],
        };
    }

    public bool Contains(ScoreEvent scoreEvent) =>
        scoreEvent.Timestamp >= From && scoreEvent.Timestamp < To && (scoreEvent.Timestamp <= Through || Plays.Contains(new RemovedPlay(scoreEvent.GameCode, scoreEvent.GamePlayId)));

    /// <summary>Whether what is known of a play is removed.</summary>
    public bool Contains(PlayKey key, Play play) => play.KnownAt <= Through || Plays.Contains(new RemovedPlay(key.GameCode, key.GamePlayId));
}
