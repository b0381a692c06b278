using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Where events enter the competitions.</summary>
internal sealed class CompetitionsHandler(IEnumerable<ICompetition> competitions, IQuarantineGate quarantine, ILogger<CompetitionsHandler> logger) : IScoreBatchHandler
{
    /// <summary>How far ahead of ours a clock that is right may be.</summary>
    private static readonly TimeSpan FutureLimit = TimeSpan.FromMinutes(5);

    private readonly ICompetition[] _competitions = [.. competitions];

    public static bool IsFuture(ScoreContext context) => context.Event.Timestamp - context.ReceivedAt > FutureLimit;

    public async ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
    {
        foreach (ICompetition competition in _competitions)
            await competition.Ready.WaitAsync(cancellationToken);
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

        // Side by side, and all of them: one that fails keeps nothing from the others, and gets the events again.
        if (events.Count > 0)
            await Task.WhenAll(_competitions.Select(competition => competition.ApplyAsync(events, cancellationToken).AsTask()));
    }
}
