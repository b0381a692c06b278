using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Settles what is due. What a stop or crash kept it from doing is done after the next start.</summary>
internal sealed class TournamentSettler(
    TournamentCatalog catalog, IScoreBacklog backlog, TournamentHooks hooks, TimeProvider time, ILogger<TournamentSettler> logger,
    OngoingFailures? failures = null)
{
    private const string SettlingPrefix = "Tournament '";

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset horizon = await backlog.GetHorizonAsync(cancellationToken);
        await catalog.RollAsync(now, cancellationToken);
        catalog.FollowBans();
        Occurrence[] due = [.. catalog.Underway.Where(occurrence => occurrence.IsDue(horizon)).OrderBy(occurrence => occurrence.Document.EndsAt)];
        failures?.Keep(SettlingPrefix, due.Select(Settling));
        foreach (Occurrence occurrence in due)
            try
            {
                await occurrence.SettleAsync(now, horizon, cancellationToken);
                failures?.Succeeded(Settling(occurrence));
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The store is at fault. What was done is kept; the rest is done next time, and others need not wait for it.
                failures?.Failed(Settling(occurrence), exception);
                Log.SettlementFailed(logger, occurrence.Id, exception);
            }

        hooks.Begin(catalog.Underway, cancellationToken);
        catalog.LetGo();
    }

    private static string Settling(Occurrence occurrence) => $"{SettlingPrefix}{occurrence.Id}' cannot be settled";

    /// <summary>Waits for the publisher's handlers that are being told, each for a limited time.</summary>
    public Task WhenIdleAsync() => hooks.WhenIdleAsync();
}
