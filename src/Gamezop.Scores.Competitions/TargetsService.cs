using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads the targets when the host starts, and from then on removes progress of periods that are long over.</summary>
internal sealed class TargetsService(
    IOptions<TargetsOptions> options, TargetCatalog catalog, RewardBook book, IScoreBacklog backlog, OngoingFailures failures, TimeProvider time,
    ILogger<TargetsService> logger) : BackgroundService
{
    private const string Loading = "The targets cannot be read";
    private const string CleaningUp = "Progress of targets cannot be cleaned up";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CleaningPause = TimeSpan.FromMinutes(1);

    private readonly LastingFailure _failure = new(time);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What is wrong with the definitions stops the host; what is wrong with the store is waited for.
        _ = options.Value;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await book.Ready.WaitAsync(stoppingToken);
            while (!catalog.Ready.IsCompletedSuccessfully)
                await LoadAsync(stoppingToken);
            while (true)
                await Task.Delay(await CleanAsync(stoppingToken) ? Pause : CleaningPause, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async ValueTask<bool> CleanAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catalog.SettleAsync(await backlog.GetHorizonAsync(cancellationToken) - BoardScope.Retention, cancellationToken);
            var more = await Cleaning.RunAsync(
                async (max, token) => await catalog.CleanAsync(max, token) || await catalog.RemoveUncountedAsync(time.GetUtcNow(), max, token), time, cancellationToken);
            failures.Succeeded(CleaningUp);
            return more;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What is left counts for nothing: it can wait.
            failures.Failed(CleaningUp, exception);
            Log.CleaningFailed(logger, exception);
            return false;
        }
    }

    private async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catalog.LoadAsync(options.Value.Definitions, cancellationToken);
            failures.Succeeded(Loading);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Disk, lock, network: events wait until it is mended.
            failures.Failed(Loading, exception, isSevere: true);
            if (_failure.IsNews(exception))
                Log.TargetsLoadFailed(logger, exception);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
