using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>Finishes at the start what was begun with users before.</summary>
/// <param name="registry">Does it.</param>
/// <param name="ready">What has to be ready before.</param>
/// <param name="failures">Is told while it fails.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class PlayersService(
    PlayerRegistry registry, IReadOnlyList<Task> ready, OngoingFailures failures, TimeProvider time, ILogger<PlayersService> logger) : BackgroundService
{
    private const string Resuming = "An erasure that was begun cannot be finished";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LastingFailure _failure = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(ready).WaitAsync(stoppingToken);
            while (!await TryResumeAsync(stoppingToken))
                await Task.Delay(Pause, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the next start goes on.
        }
    }

    private async ValueTask<bool> TryResumeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await registry.ResumeAsync(cancellationToken);
            failures.Succeeded(Resuming);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Disk, lock, network: the user stays hidden until it is mended.
            failures.Failed(Resuming, exception);
            if (_failure.IsNews(exception))
                Log.ErasureFailed(logger, exception);
            return false;
        }
    }
}
