using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads the boards into memory when the host starts, and from then on closes windows.</summary>
internal sealed class LeaderboardsService(
    IOptions<LeaderboardsOptions> options, BoardCatalog catalog, WindowCloser closer, RankingSelfCheck check, OrderWatch orders, IPlayJudge judge, TimeProvider time,
    ILogger<LeaderboardsService> logger, OngoingFailures? failures = null) : BackgroundService
{
    private const string Loading = "The leaderboards cannot be read";
    private const string Closing = "Windows cannot be closed";
    private const string CleaningUp = "What was removed cannot be cleaned up";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OrderPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CheckPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WatchPause = TimeSpan.FromHours(1);

    private readonly LastingFailure _failure = new(time);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What is wrong with the definitions stops the host; what is wrong with the store is waited for.
        IReadOnlyList<LeaderboardDefinition> definitions = options.Value.Definitions;
        if (!catalog.CanAskGamezop && definitions.FirstOrDefault(definition => definition.Order == LeaderboardOrder.FromGamezop) is { } refused)
            throw new LeaderboardDefinitionException(refused.Id, nameof(refused.Order), OrderResolver.NobodyToAsk);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await judge.Loaded.WaitAsync(stoppingToken);
            await LoadAsync(stoppingToken);
            // Nothing is closed before what was decided about plays has reached the boards.
            await judge.Ready.WaitAsync(stoppingToken);
            // Beside the other: a Gamezop that is slow to answer keeps no window from closing.
            await await Task.WhenAny(WorkAsync(stoppingToken), WatchAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; every step is kept or will be done again.
        }

        await closer.WhenIdleAsync();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset asked = time.GetUtcNow(), compared = asked;
        while (true)
        {
            await CloseAsync(cancellationToken);
            if (!await CleanAsync(cancellationToken))
                await Task.Delay(Pause, time, cancellationToken);
            if (IsDue(ref asked, OrderPause))
                await catalog.AskAgainAsync(cancellationToken);
            if (IsDue(ref compared, CheckPause))
                await CompareAsync(cancellationToken);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await orders.RunAsync(cancellationToken);
            await Task.Delay(WatchPause, time, cancellationToken);
        }
    }

    private bool IsDue(ref DateTimeOffset last, TimeSpan pause)
    {
        if (time.GetUtcNow() - last < pause)
            return false;
        last = time.GetUtcNow();
        return true;
    }

    private async ValueTask CompareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await check.RunAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SelfCheckFailed(logger, exception);
        }
    }

    private async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        while (!catalog.IsReady)
            try
            {
                await catalog.LoadAsync(options.Value.Definitions, cancellationToken);
                failures?.Succeeded(Loading);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Disk, lock, network: nothing is answered until it is mended, and then everything is.
                failures?.Failed(Loading, exception, isSevere: true);
                if (_failure.IsNews(exception))
                    Log.LoadFailed(logger, exception);
                await Task.Delay(Pause, time, cancellationToken);
            }
    }

    private async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await closer.RunAsync(cancellationToken);
            failures?.Succeeded(Closing);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The backlog could not be read: no window closes without it.
            failures?.Failed(Closing, exception);
            if (_failure.IsNews(exception))
                Log.CloseFailed(logger, "*", exception);
        }
    }

    private async ValueTask<bool> CleanAsync(CancellationToken cancellationToken)
    {
        try
        {
            var more = await Cleaning.RunAsync(catalog.CleanAsync, time, cancellationToken);
            failures?.Succeeded(CleaningUp);
            return more;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody reads what is left: it can wait.
            failures?.Failed(CleaningUp, exception);
            if (_failure.IsNews(exception))
                Log.CleaningFailed(logger, exception);
            return false;
        }
    }
}
