using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>Opens the rewards' store when the host starts, and from then on pays.</summary>
internal sealed class RewardsService(
    IOptions<RewardsOptions> options, BoardCatalog catalog, IRewardStore store, RewardBook book, RewardPayer payer, BanFollower bans, TimeProvider time, ILogger<RewardsService> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly LastingFailure _failure = new(time);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private long _deadLetters;
    private volatile string? _problem;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _ = options.Value;
        book.Wake = Wake;
        return base.StartAsync(cancellationToken);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        long dead = Interlocked.Read(ref _deadLetters);
        string?[] worries =
        [
            _problem is { } problem ? "Rewards cannot be paid now: " + problem : null,
            payer.Failing.Describe(),
            dead < options.Value.DegradedDeadLetters ? null : $"{dead} rewards could not be paid: see IRewards, dead letters.",
        ];
        var text = string.Join(" ", worries.OfType<string>());
        return Task.FromResult(text.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(text));
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Nothing is paid before it is known who is banned.
            await catalog.Ready.WaitAsync(stoppingToken);
            while (!book.Ready.IsCompletedSuccessfully)
                await GuardedAsync(
                    async () =>
                    {
                        await book.StartAsync(stoppingToken);
                        return true;
                    },
                    stoppingToken);
            while (true)
                if (!await GuardedAsync(() => RunAsync(stoppingToken), stoppingToken))
                    await _wake.WaitAsync(Interval, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; every step is kept or will be done again.
        }
    }

    private async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        await bans.RunAsync(cancellationToken);
        bool more = await payer.RunAsync(cancellationToken);
        await payer.Failing.CheckAsync(store, cancellationToken);
        Interlocked.Exchange(ref _deadLetters, await store.CountAsync(RewardStatus.DeadLetter, cancellationToken));
        return more;
    }

    private async ValueTask<bool> GuardedAsync(Func<ValueTask<bool>> work, CancellationToken cancellationToken)
    {
        try
        {
            var more = await work();
            _problem = null;
            return more;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Disk, lock, network: nothing is paid until it is mended.
            _problem = exception.Message;
            if (_failure.IsNews(exception))
                Log.PayingFailed(logger, exception);
            await Task.Delay(Pause, time, cancellationToken);
            return false;
        }
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0)
                _wake.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else has just signalled the same, or the host has stopped.
        }
    }
}
