using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads which plays do not count when the host starts, and from then on removes what is too old to matter.</summary>
internal sealed class PlausibilityService(
    IOptions<PlausibilityOptions> options, PlayJudge judge, IPlausibilityStore store, IEnumerable<ICompetition> competitions,
    IScoreBacklog backlog, OngoingFailures failures, TimeProvider time, ILogger<PlausibilityService> logger) : BackgroundService
{
    private const int PrunedAtOnce = 500;

    private const string Loading = "Plausibility cannot be read";
    private const string Telling = "What plausibility has found cannot be handed on";
    private const string Pruning = "Old evidence of plausibility cannot be removed";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UpkeepPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly LastingFailure _failure = new(time);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What is wrong with the rules stops the host; what is wrong with the store is waited for.
        _ = options.Value;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!judge.Loaded.IsCompletedSuccessfully)
                await GuardedAsync(Loading, () => judge.LoadAsync(stoppingToken), stoppingToken);
            foreach (ICompetition competition in competitions)
                await competition.Ready.WaitAsync(stoppingToken);
            while (!judge.Ready.IsCompletedSuccessfully)
                await GuardedAsync(Telling, () => judge.TellAsync(stoppingToken), stoppingToken);
            while (true)
            {
                await GuardedAsync(Telling, () => judge.TellAsync(stoppingToken), stoppingToken);
                await GuardedAsync(Pruning, () => PruneAsync(stoppingToken), stoppingToken);
                await Task.Delay(UpkeepPause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; every step is kept or will be done again.
        }
    }

    private async ValueTask PruneAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset before = await backlog.GetHorizonAsync(cancellationToken) - PlayJudge.JudgedFor;
        while (await store.PruneAsync(before, PrunedAtOnce, cancellationToken) > 0)
            await Task.Delay(Breath, time, cancellationToken);
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
                Log.PlausibilityFailed(logger, exception);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
