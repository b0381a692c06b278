using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Tells the publisher's handlers how tournaments go, until they have taken it.</summary>
internal sealed class TournamentHooks(IServiceScopeFactory scopes, ILogger<TournamentHooks> logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (int Attempts, DateTimeOffset NotBefore)> _failed = new(StringComparer.Ordinal);

    public async ValueTask TellAsync(Occurrence occurrence, DateTimeOffset now, CancellationToken cancellationToken)
    {
        OccurrenceDocument document = occurrence.Document;
        if (document.Stage == OccurrenceStage.Cancelled)
        {
            if (!document.EndTold)
                await TellAsync(occurrence, "c", now, start: false, (handler, key, info) => handler.CancelledAsync(new TournamentCancelled(key, info), cancellationToken), cancellationToken);
            return;
        }

        if (!document.StartTold && document.StartsAt <= now
            && !await TellAsync(occurrence, "s", now, start: true, (handler, key, info) => handler.StartedAsync(new TournamentStarted(key, info), cancellationToken), cancellationToken))
            return;
        if (!document.EndTold && document.Stage == OccurrenceStage.Finished)
            await TellAsync(
                occurrence, "e", now, start: false, (handler, key, info) => handler.EndedAsync(new TournamentEnded(key, info, document.Players, document.Prizes), cancellationToken), cancellationToken);
    }

    private async ValueTask<bool> TellAsync(
        Occurrence occurrence, string what, DateTimeOffset now, bool start, Func<ITournamentHandler, string, TournamentInfo, ValueTask> tell, CancellationToken cancellationToken)
    {
        string key = $"{what}/{Uri.EscapeDataString(occurrence.Id)}";
        (int attempts, DateTimeOffset notBefore) = _failed.GetValueOrDefault(key);
        if (now < notBefore)
            return false;
        try
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            foreach (ITournamentHandler handler in scope.ServiceProvider.GetServices<ITournamentHandler>())
                await tell(handler, key, occurrence.Describe(now));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TournamentHookFailed(logger, key, exception);
            _failed[key] = (attempts + 1, now + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts), LongestPause.TotalSeconds)));
            return false;
        }

        await occurrence.MarkToldAsync(start, cancellationToken);
        _failed.Remove(key);
        return true;
    }
}
