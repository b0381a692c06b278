using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads the tournaments into memory when the host starts, and from then on starts, settles and tells of them.</summary>
internal sealed class TournamentsService(
    IOptions<TournamentsOptions> options, TournamentCatalog catalog, TournamentSettler settler, IPlayJudge judge, OngoingFailures failures, TimeProvider time,
    ILogger<TournamentsService> logger) : BackgroundService
{
    private const string Loading = "The tournaments cannot be read";
    private const string Running = "The tournaments cannot be carried on";
    private const string CleaningUp = "What was removed of tournaments cannot be cleaned up";
    private const string Pruning = "Finished tournaments cannot be removed";
    private const string Counting = "The log cannot be counted for tournaments that were created late";
    private const string Asking = "The order of tournaments cannot be asked for";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OrderPause = TimeSpan.FromSeconds(30);

    private readonly LastingFailure _failure = new(time);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What is wrong with the definitions stops the host; what is wrong with the store is waited for.
        IReadOnlyList<TournamentDefinition> definitions = options.Value.Definitions;
        if (!catalog.CanAskGamezop && definitions.FirstOrDefault(definition => definition.Order == LeaderboardOrder.FromGamezop) is { } refused)
            throw new TournamentDefinitionException(refused.Id, nameof(refused.Order), OrderResolver.NobodyToAsk);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!catalog.IsReady)
                await GuardedAsync(Loading, () => catalog.LoadAsync(options.Value.Definitions, stoppingToken), stoppingToken);
            // Nothing is settled before what was decided about plays has reached the standings.
            await judge.Ready.WaitAsync(stoppingToken);
            // Beside the other: reading a long log, and a Gamezop that is slow to answer, keep nothing from being settled.
            await Task.WhenAll(
                WorkAsync(stoppingToken),
                EveryAsync(Counting, Pause, catalog.CountLogsAsync, stoppingToken),
                EveryAsync(Asking, OrderPause, catalog.AskAgainAsync, stoppingToken),
                EveryAsync(Pruning, OrderPause, token => catalog.PruneAsync(options.Value.FinishedKept, token), stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; every step is kept or will be done again.
        }

        await settler.WhenIdleAsync();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await GuardedAsync(Running, () => settler.RunAsync(cancellationToken), cancellationToken);
            bool more = false;
            await GuardedAsync(CleaningUp, async () => more = await Cleaning.RunAsync(catalog.CleanAsync, time, cancellationToken), cancellationToken);
            if (!more)
                await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task EveryAsync(string name, TimeSpan pause, Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(pause, time, cancellationToken);
            await GuardedAsync(name, () => work(cancellationToken), cancellationToken);
        }
    }

    private async ValueTask GuardedAsync(string name, Func<ValueTask> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            failures.Succeeded(name);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Disk, lock, network: what cannot be done now is done when that is mended.
            failures.Failed(name, exception, isSevere: name == Loading);
            if (_failure.IsNews(exception))
                Log.TournamentsFailed(logger, exception);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
