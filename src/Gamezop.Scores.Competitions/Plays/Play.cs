namespace Gamezop.Scores.Competitions;

/// <summary>What is known of one game play inside one window: the fold of its events, the same in whatever order and however often they come.</summary>
/// <param name="Final">The deciding final score.</param>
/// <param name="Live">The deciding score during play.</param>
/// <param name="FirstAt">When its earliest event was made, by timestamps; kept only where attempts are counted.</param>
internal sealed record Play(PlayScore? Final, PlayScore? Live, DateTimeOffset? FirstAt = null)
{
    public static Play None { get; } = new(null, null);

    public bool IsNone => Final is null && Live is null;

    /// <summary>Whether not even the time of an event is known.</summary>
    public bool IsUnknown => IsNone && FirstAt is null;

    /// <summary>The time of the later of the events that decide.</summary>
    public DateTimeOffset LastAt => Final?.At is { } final && !(Live?.At > final) ? final : Live?.At ?? DateTimeOffset.MinValue;

    /// <summary>The time of the latest event that it is known by.</summary>
    public DateTimeOffset KnownAt => FirstAt > LastAt ? FirstAt.Value : LastAt;

    /// <summary>The play with one more event's time; the same object when that changes nothing.</summary>
    public Play FoldTime(DateTimeOffset at) => FirstAt <= at ? this : this with { FirstAt = at };

    /// <summary>What is known of it from before an instant; the same object when that is everything.</summary>
    public Play Before(DateTimeOffset end) => Final?.At >= end || Live?.At >= end || FirstAt >= end
        ? new Play(Final?.At < end ? Final : null, Live?.At < end ? Live : null, FirstAt < end ? FirstAt : null)
        : this;

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
