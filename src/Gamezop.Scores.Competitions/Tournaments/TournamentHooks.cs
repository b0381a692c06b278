using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Tells the publisher's handlers how tournaments go, until they have taken it.</summary>
internal sealed class TournamentHooks(HookCalls hooks, ILogger<TournamentHooks> logger)
{
    public async ValueTask TellAsync(Occurrence occurrence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        OccurrenceDocument document = occurrence.Document;
        if (document.Stage == OccurrenceStage.Cancelled)
        {
            if (!document.EndTold)
                await TellAsync(occurrence, "c", now, start: false, (handler, key, info, token) => handler.CancelledAsync(new TournamentCancelled(key, info), token), cancellationToken);
            return;
        }

        if (!document.StartTold && document.StartsAt <= now
            && !await TellAsync(occurrence, "s", now, start: true, (handler, key, info, token) => handler.StartedAsync(new TournamentStarted(key, info), token), cancellationToken))
            return;
        if (!document.EndTold && document.Stage == OccurrenceStage.Finished)
            await TellAsync(
                occurrence, "e", now, start: false, (handler, key, info, token) => handler.EndedAsync(new TournamentEnded(key, info, document.Players, document.Prizes), token), cancellationToken);
    }

    private async ValueTask<bool> TellAsync(
        Occurrence occurrence, string what, DateTimeOffset now, bool start, Func<ITournamentHandler, string, TournamentInfo, CancellationToken, ValueTask> tell, CancellationToken cancellationToken)
    {
        string key = $"{what}/{Uri.EscapeDataString(occurrence.Id)}";
        return await hooks.TryAsync(key, CallAsync, exception => Log.TournamentHookFailed(logger, key, exception), cancellationToken);

        async ValueTask CallAsync(IServiceProvider services, CancellationToken token)
        {
            foreach (ITournamentHandler handler in services.GetServices<ITournamentHandler>())
                await tell(handler, key, occurrence.Describe(now), token);
            // Part of the call: what ends well is told, however late, and what cannot be kept has failed.
            await occurrence.MarkToldAsync(start, CancellationToken.None);
        }
    }
}
