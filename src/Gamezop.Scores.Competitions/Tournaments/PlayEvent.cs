namespace Gamezop.Scores.Competitions;

/// <summary>What one event says of a play in a tournament.</summary>
/// <param name="Key">The play.</param>
/// <param name="Score">Its score, which counts when it is final.</param>
/// <param name="IsFinal">Whether it is.</param>
/// <param name="FirstAt">When the event was made, where attempts are counted.</param>
/// <param name="IsAhead">Whether it is dated at its arrival or later: by a clock that is ahead of ours.</param>
internal readonly record struct PlayEvent(PlayKey Key, PlayScore Score, bool IsFinal, DateTimeOffset? FirstAt, bool IsAhead)
{
    // A joining is dated in whole milliseconds.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(1);

    /// <summary>Under which the event is kept by itself.</summary>
    public PlayKey AheadKey => Key with { GamePlayId = $"{Score.EventId}/{Key.GamePlayId}" };

    public static PlayEvent Of(ScoreContext context, bool withTime) => new(
        new PlayKey(context.Event.GameCode, context.Event.LeaderboardId ?? "", context.Event.GamePlayId),
        PlayScore.Of(context),
        context.Event.State is GameState.Over,
        withTime ? context.Event.Timestamp.ToUniversalTime() : null,
        context.Event.Timestamp >= context.ReceivedAt - Tolerance);

    /// <summary>The play that an event is of which is kept by itself.</summary>
    public static PlayKey KeyOfAhead(PlayKey ahead) => ahead with { GamePlayId = ahead.GamePlayId[(ahead.GamePlayId.IndexOf('/', StringComparison.Ordinal) + 1)..] };

    public static PlayEvent OfAhead(PlayRow row)
    {
        Play play = PlayCodec.Read(row.Data.Span);
        return new PlayEvent(KeyOfAhead(row.Key), play.Final ?? play.Live!.Value, play.Final is not null, play.FirstAt, true);
    }

    public Play ToAhead() => IsFinal ? new Play(Score, null, FirstAt) : new Play(null, Score, FirstAt);

    public Play Fold(Play play, bool ascending)
    {
        if (FirstAt is { } at)
            play = play.FoldTime(at);
        return IsFinal ? play.Fold(Score, final: true, ascending) : play;
    }
}
