namespace Gamezop.Scores.Competitions;

/// <summary>
/// What an operator has removed of a user from one board or occurrence. It stays removed when its events come again, and when the ranking is
/// made anew.
/// </summary>
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
    /// <param name="userId">The user.</param>
    /// <param name="window">The window.</param>
    /// <param name="plays">The plays that are kept one by one.</param>
    /// <param name="settled">Older plays are kept as one value, and go with it.</param>
    /// <param name="now">The time. Events that are dated ahead of it are removed with their plays, and take nothing else with them.</param>
    public static ScoreRemoval OfEntry(
        string userId, WindowSpan window, IReadOnlyCollection<KeyValuePair<PlayKey, Play>> plays, DateTimeOffset settled, DateTimeOffset now)
    {
        var through = plays.Select(play => play.Value.KnownAt).Append(settled).Max();
        if (through > now)
            through = now;
        return new ScoreRemoval
        {
            UserId = userId,
            From = window.Start,
            To = window.End,
            Through = through,
            Plays = [.. plays.Where(play => through - play.Value.KnownAt <= LongestPlay)
                .Select(play => new RemovedPlay(play.Key.GameCode, play.Key.GamePlayId)).Distinct()],
        };
    }

    /// <summary>Adds a removal to those that are kept: of one user and window there is one of each kind, which removes what all of them do.</summary>
    public static IReadOnlyList<ScoreRemoval> Add(IReadOnlyList<ScoreRemoval> kept, ScoreRemoval removal)
    {
        var same = kept.Where(other => (other.UserId, other.From, other.To, other.Through is null)
            == (removal.UserId, removal.From, removal.To, removal.Through is null)).ToList();
        ScoreRemoval[] all = [.. same, removal];
        return
        [
            .. kept.Except(same),
            removal with
            {
                Through = all.Max(one => one.Through),
                Plays = [.. all.SelectMany(one => one.Plays).Distinct()],
                IsApplied = all.All(one => one.IsApplied),
            },
        ];
    }

    public bool Contains(ScoreEvent scoreEvent) =>
        Removes(scoreEvent.Timestamp, Plays.Contains(new RemovedPlay(scoreEvent.GameCode, scoreEvent.GamePlayId)));

    /// <summary>Whether anything that is known of a play is removed.</summary>
    public bool Contains(PlayKey key, Play play) => !ReferenceEquals(Without(key, play), play);

    /// <summary>
    /// What is left of a play: of one that goes on beyond the window it was removed from, the events outside. The same object where nothing
    /// is removed.
    /// </summary>
    public Play Without(PlayKey key, Play play)
    {
        var isListed = Plays.Contains(new RemovedPlay(key.GameCode, key.GamePlayId));
        var final = play.Final is { } decided && Removes(decided.At, isListed) ? null : play.Final;
        var live = play.Live is { } scored && Removes(scored.At, isListed) ? null : play.Live;
        var first = final is null && live is null && play.FirstAt is { } began && Removes(began, isListed) ? null : play.FirstAt;
        return (final, live, first) == (play.Final, play.Live, play.FirstAt) ? play : new Play(final, live, first);
    }

    /// <summary>Whether it reaches over a whole window.</summary>
    public bool Covers(WindowSpan window) => From <= window.Start && window.End <= To;

    private bool Removes(DateTimeOffset instant, bool isListed) => instant >= From && instant < To && (isListed || instant <= Through);
}
