using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Where events enter the competitions.</summary>
internal sealed class LeaderboardsHandler(BoardCatalog catalog, IQuarantineGate quarantine, ILogger<LeaderboardsHandler> logger) : IScoreBatchHandler
{
    /// <summary>How far ahead of ours a clock that is right may be.</summary>
    private static readonly TimeSpan FutureLimit = TimeSpan.FromMinutes(5);

    public static bool IsFuture(ScoreContext context) => context.Event.Timestamp - context.ReceivedAt > FutureLimit;

    public async ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
    {
        await catalog.Ready.WaitAsync(cancellationToken);
        var events = new List<ScoreContext>(batch.Count);
        foreach (ScoreContext context in batch)
        {
            if (!IsFuture(context))
            {
                events.Add(context);
                continue;
            }

            Log.EventFromTheFuture(logger, context.Event.GameCode, context.Event.Timestamp - context.ReceivedAt);
            await quarantine.KeepAsync(context, "future", cancellationToken);
        }

        if (events.Count > 0)
            await catalog.ApplyAsync(events, cancellationToken);
    }
}
