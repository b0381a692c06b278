using Gamezop.Scores;

namespace Arcade;

/// <summary>Tells the player that Gamezop has confirmed a score: only from here on does it count.</summary>
internal sealed class TellPlayer(PlayerFeed feed) : IScoreHandler
{
    public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken)
    {
        var played = context.Event;
        feed.Tell(context.UserId, "score", new { played.GameCode, played.GamePlayId, State = played.RawState, played.Score });
        return ValueTask.CompletedTask;
    }
}
