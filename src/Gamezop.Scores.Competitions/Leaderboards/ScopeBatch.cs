namespace Gamezop.Scores.Competitions;

/// <summary>What a batch of events means to one board: which plays of which users they belong to, and which of them do not count.</summary>
internal sealed class ScopeBatch
{
    public Dictionary<string, WindowSpan> Windows { get; } = new(StringComparer.Ordinal);

    public Dictionary<PlayerKey, List<(PlayKey Play, PlayScore Score, bool Final)>> Players { get; } = [];

    public List<UncountedEvent> Uncounted { get; } = [];

    public void Add(WindowSpan window, string partition, ScoreContext context)
    {
        Windows[window.Key] = window;
        var player = new PlayerKey(window.Key, partition, context.UserId);
        if (!Players.TryGetValue(player, out List<(PlayKey Play, PlayScore Score, bool Final)>? scores))
            Players[player] = scores = [];
        var play = new PlayKey(context.Event.GameCode, context.Event.LeaderboardId ?? "", context.Event.GamePlayId);
        scores.Add((play, PlayScore.Of(context), context.Event.State is GameState.Over));
    }

    public void AddUncounted(WindowSpan window, ScoreContext context, UncountedReason reason) =>
        Uncounted.Add(UncountedEvent.Of(context, reason, window.Key));
}
