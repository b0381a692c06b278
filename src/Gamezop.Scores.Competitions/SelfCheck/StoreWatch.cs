using Gamezop.Scores.Storage;
using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Writes to the competitions' stores for trial: whether it could be done, only writing shows, and an event may be long in coming.
/// Also sees when events that could not be counted do not wait any more.
/// </summary>
internal sealed class StoreWatch(
    IEnumerable<IStoreProbe> probes, IScoreBacklog backlog, OngoingFailures failures, FailingEvents failing, TimeProvider time) : BackgroundService
{
    private const string Store = "The competitions' store cannot be written to";

    private static readonly TimeSpan PauseInTrouble = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAtRest = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var works = await ProbeAsync(stoppingToken);
                await Task.Delay(works && failures.Texts.Count == 0 ? PauseAtRest : PauseInTrouble, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async ValueTask<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var probe in probes)
                await probe.ProbeAsync(cancellationToken);
            failures.Succeeded(Store);
            if (failing.IsAny)
                failing.Passed(await backlog.GetHorizonAsync(cancellationToken));
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Logged by whoever needs the store.
            failures.Failed(Store, exception, isSevere: true);
            return false;
        }
    }
}
