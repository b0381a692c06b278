using System.Diagnostics.CodeAnalysis;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>Commits for all consumers of a node together: what ends while one commit is under way shares the next one.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim owns no unmanaged resource unless AvailableWaitHandle is used.")]
internal sealed class Committer(IEventLog log, IReadOnlyList<Consumer> consumers, LogGuard guard)
{
    /// <summary>What health calls it.</summary>
    public const string Step = "Committing what was handled";

    /// <summary>
    /// The least time between two commits. Each one costs the store a transaction, or makes an append's longer; found with the benchmarks <c>durable</c> and
    /// <c>inbox-worker</c>.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly AsyncSignal _signal = new();
    private readonly SemaphoreSlim _gate = new(1, 1);

    public void Signal() => _signal.Set();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await guard.RunAsync(Step, () => CommitAsync(cancellationToken), cancellationToken);
            await Interval.WaitAsync(TimeProvider.System, cancellationToken);
            await _signal.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    /// <summary>Commits what there is now.</summary>
    /// <returns>How many partitions moved on.</returns>
    public async ValueTask<int> CommitAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var pending = consumers.SelectMany(consumer => consumer.PrepareCommits().Select(commit => (Consumer: consumer, Commit: commit))).ToList();
            if (pending.Count == 0)
                return 0;
            var results = await log.CommitAsync([.. pending.Select(one => one.Commit.Commit)], cancellationToken).AsTask().WaitAsync(cancellationToken);
            for (var i = 0; i < pending.Count; i++)
                pending[i].Consumer.Apply(pending[i].Commit, results[i]);
            return pending.Count;
        }
        finally
        {
            _gate.Release();
        }
    }
}
