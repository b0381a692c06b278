using Gamezop.Scores.Storage;
using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>Prunes in the SDK's own steps and pauses, but what is half a second old: as after a month of such load, when as much leaves as comes in.</summary>
internal sealed class Pruning(IEventLog log) : BackgroundService
{
    /// <summary>The handler whose position what is pruned waits for.</summary>
    public const string Handler = "writing";

    private const int Step = 256;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private long _pruned;

    /// <summary>Prunes all that is handled, without pauses.</summary>
    /// <returns>How many had been pruned before that.</returns>
    public async Task<long> FinishAsync()
    {
        long pruned = Interlocked.Exchange(ref _pruned, 0);
        while (await log.PruneAsync(TimeSpan.Zero, [Handler], 16 * Step, default) > 0)
        {
        }

        return pruned;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Interlocked.Add(ref _pruned, await log.PruneAsync(Age, [Handler], Step, stoppingToken));
            await Task.Delay(Pause, stoppingToken);
        }
    }
}
