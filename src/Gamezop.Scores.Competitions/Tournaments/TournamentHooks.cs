using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Tells the publisher's handlers how tournaments go, until they have taken it. Nothing else waits for them.</summary>
internal sealed class TournamentHooks(HookCalls hooks, TimeProvider time, ILogger<TournamentHooks> logger)
{
    /// <summary>Begins to tell what handlers do not know yet: of each tournament by itself, its occurrences one after the other.</summary>
    public void Begin(IEnumerable<Occurrence> occurrences, CancellationToken stopping)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (IGrouping<string, Occurrence> untold in occurrences.Where(occurrence => !occurrence.IsTold(now)).GroupBy(occurrence => occurrence.TournamentId, StringComparer.Ordinal))
        {
            Occurrence[] byEnd = [.. untold.OrderBy(occurrence => occurrence.Document.EndsAt)];
            hooks.Begin(untold.Key, () => TellAsync(byEnd, stopping), stopping);
        }
    }

    /// <summary>Waits for the calls that are under way, each for a limited time.</summary>
    public Task WhenIdleAsync() => hooks.WhenIdleAsync();

    private async ValueTask TellAsync(Occurrence[] occurrences, CancellationToken stopping)
    {
        foreach (Occurrence occurrence in occurrences)
            await TellAsync(occurrence, time.GetUtcNow(), stopping);
    }

    private async ValueTask TellAsync(Occurrence occurrence, DateTimeOffset now, CancellationToken stopping)
    {
        OccurrenceDocument document = occurrence.Document;
        if (document.Stage == OccurrenceStage.Cancelled)
        {
            if (!document.EndTold)
                await TellAsync(occurrence, "c", now, start: false, (handler, key, info, token) => handler.CancelledAsync(new TournamentCancelled(key, info), token), stopping);
            return;
        }

        if (!document.StartTold && document.StartsAt <= now
            && !await TellAsync(occurrence, "s", now, start: true, (handler, key, info, token) => handler.StartedAsync(new TournamentStarted(key, info), token), stopping))
            return;
        if (!document.EndTold && document.Stage == OccurrenceStage.Finished)
            await TellAsync(
                occurrence, "e", now, start: false, (handler, key, info, token) => handler.EndedAsync(new TournamentEnded(key, info, document.Players, document.Prizes), token), stopping);
    }

    private async ValueTask<bool> TellAsync(
        Occurrence occurrence, string what, DateTimeOffset now, bool start, Func<ITournamentHandler, string, TournamentInfo, CancellationToken, ValueTask> tell, CancellationToken stopping)
    {
        string key = $"{what}/{Uri.EscapeDataString(occurrence.Id)}";
        return await hooks.TryAsync(occurrence.TournamentId, key, CallAsync, exception => Log.TournamentHookFailed(logger, key, exception), stopping);

        async ValueTask CallAsync(IServiceProvider services, CancellationToken token)
        {
            foreach (ITournamentHandler handler in services.GetServices<ITournamentHandler>())
                await tell(handler, key, occurrence.Describe(now), token);
            // Part of the call: what ends well is told, however late, and what cannot be kept has failed.
            await occurrence.MarkToldAsync(start, CancellationToken.None);
        }
    }
}
