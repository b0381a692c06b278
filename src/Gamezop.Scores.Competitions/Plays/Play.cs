namespace Gamezop.Scores.Competitions;

/// <summary>What is known of one game play inside one window: the fold of its events, the same in whatever order and however often they come.</summary>
/// <param name="Final">The deciding final score.</param>
/// <param name="Live">The deciding score during play.</param>
/// <param name="StartedAt">When it began: the earliest that one of its events says, by its time and duration; kept only where attempts are counted.</param>
internal sealed record Play(PlayScore? Final, PlayScore? Live, DateTimeOffset? StartedAt = null)
{
    public static Play None { get; } = new(null, null);

    public bool IsNone => Final is null && Live is null;

    /// <summary>The time of the later of the events that decide.</summary>
    public DateTimeOffset LastAt => Final?.At is { } final && !(Live?.At > final) ? final : Live?.At ?? DateTimeOffset.MinValue;

    /// <summary>When an event says that its play began.</summary>
    public static DateTimeOffset StartOf(ScoreEvent scoreEvent)
    {
        TimeSpan sinceFirst = scoreEvent.Timestamp - DateTimeOffset.MinValue;
        return scoreEvent.Duration is { } duration ? scoreEvent.Timestamp.ToUniversalTime() - (duration < sinceFirst ? duration : sinceFirst) : scoreEvent.Timestamp.ToUniversalTime();
    }

    /// <summary>The play with one more event's word on its beginning; the same object when that changes nothing.</summary>
    public Play FoldStart(DateTimeOffset startedAt) => StartedAt <= startedAt ? this : this with { StartedAt = startedAt };

    /// <summary>The play with one more event; the same object when that changes nothing.</summary>
    public Play Fold(PlayScore score, bool final, bool ascending)
    {
        PlayScore? known = final ? Final : Live;
        if (known is { } old && !score.IsBefore(old, ascending))
            return this;
        return final ? this with { Final = score } : this with { Live = score };
    }

    /// <summary>The event whose score is the play's; a play has at least one.</summary>
    public PlayScore Deciding(bool ascending) => (Final, Live) switch
    {
        ({ } final, { } live) => live.IsBefore(final, ascending) ? live : final,
        ({ } final, null) => final,
        (null, { } live) => live,
        _ => throw new InvalidOperationException("A play without an event has no score."),
    };
}
