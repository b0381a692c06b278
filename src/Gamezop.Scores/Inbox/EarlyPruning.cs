using System.Globalization;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// Removes handled events before their time where the store is nearly full, the oldest first, so that a flood does not refuse scores for as long as
/// events are kept. Those of less than a day go only when nothing older is left, and never those of the last hour: by them repeats are known. What is
/// not handled is not removed, whether a node has the handler or none has.
/// </summary>
internal sealed class EarlyPruning(
    IEventLog log, ConsumerGroup consumers, InboxMonitor monitor, ScoreInboxOptions options, TimeProvider time, ILogger<EarlyPruning> logger) : IHealthSource
{
    /// <summary>From this share of the store's room on, health is degraded.</summary>
    public const double Worrying = 0.8;

    /// <summary>From this share on, events are removed before their time, until it is below <see cref="Enough"/>.</summary>
    public const double NearlyFull = 0.9;

    public const double Enough = 0.85;

    private const string Step = "Removing events early";
    private const int FirstStep = 16;
    private const int LargestStep = 512;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseWithoutSuccess = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two looks, however many calls are refused.</summary>
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Breather = TimeSpan.FromMilliseconds(20);

    private double _used;
    private volatile Removal? _last;
    private long? _foundNothingAt;
    private volatile bool _isStuck;

    /// <summary>Removes what has to go, until cancelled: it looks each second, and sooner when something was refused, for which there may be no room.</summary>
    public async Task RunAsync(LogGuard guard, CancellationToken cancellationToken)
    {
        var isRefused = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            await guard.RunAsync(Step, () => LookAsync(isRefused, cancellationToken), cancellationToken);
            // By a real clock: what is refused is repeated by it.
            await LeastInterval.WaitAsync(TimeProvider.System, cancellationToken);
            isRefused = await monitor.Refused.WaitAsync(Interval - LeastInterval, cancellationToken);
        }
    }

    public HealthReport Report()
    {
        var used = Volatile.Read(ref _used);
        var last = _last;
        if (used < Worrying && last is null)
            return HealthReport.Healthy;
        var removal = last is not null
            ? $"Handled events that were older than {Describe(last.Age)} had to be removed, before the {Describe(options.Retention)} of Retention"
              + (last.Age < Day ? ": repeats of them are not recognised any more." : ".")
            : string.Create(CultureInfo.InvariantCulture, $"From {NearlyFull:P0} on, handled events are removed before their time.");
        if (_isStuck && used >= NearlyFull)
            removal += " Nothing more can be removed now: what waits for a handler stays, and one that no node has counts as well.";
        return HealthReport.Degraded(string.Create(
            CultureInfo.InvariantCulture,
            $"The inbox uses {used:P0} of the room that it has; beyond that, scores are answered 503. {removal} Raise the limit, or see what fills it."));
    }

    /// <param name="isRefused">Whether something was refused since: the figures of before say nothing then.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    private async ValueTask<int> LookAsync(bool isRefused, CancellationToken cancellationToken)
    {
        var pauses = _foundNothingAt is { } at && time.GetElapsedTime(at) < PauseWithoutSuccess;
        var statistics = isRefused && !pauses ? await log.GetStatisticsAsync(cancellationToken) : monitor.Statistics;
        var used = statistics?.UsedShare ?? 0;
        Volatile.Write(ref _used, used);
        if (used < Worrying && _last is { } last && time.GetElapsedTime(last.Timestamp) >= Hour)
            _last = null;
        if (used < NearlyFull || pauses)
            return 0;
        var removed = await RemoveAsync(Day, cancellationToken);
        if (Volatile.Read(ref _used) >= NearlyFull)
            removed += await RemoveAsync(Hour, cancellationToken);
        _isStuck = removed == 0;
        _foundNothingAt = _isStuck ? time.GetTimestamp() : null;
        return removed;
    }

    private async ValueTask<int> RemoveAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        if (age > options.Retention)
            return 0;
        var (removed, count, step) = (0, 0, FirstStep);
        do
        {
            // Small steps first: no more than necessary. Larger ones then: a flood must not be quicker.
            step = Math.Min(count == 0 ? FirstStep : step * 2, LargestStep);
            // Asked anew each time: a handler may have been renamed.
            if (monitor.GetKnownConsumers(consumers.LiveConsumers) is not { } names)
                break;
            removed += count = await log.PruneAsync(age, names, step, cancellationToken);
            Volatile.Write(ref _used, (await log.GetStatisticsAsync(cancellationToken)).UsedShare ?? 0);
            // Intake shares the writer.
            if (count == step)
                await Task.Delay(Breather, TimeProvider.System, cancellationToken);
        }
        while (count == step && Volatile.Read(ref _used) >= Enough);
        if (removed > 0)
        {
            // Logged when it begins, and when it comes to younger events than before.
            if (_last is not { } before || age < before.Age)
                Log.PrunedEarly(logger, age, removed, options.Retention);
            _last = new Removal(age, time.GetTimestamp());
        }
        return removed;
    }

    private static string Describe(TimeSpan age) => age.TotalDays >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0.#} day{(age == Day ? "" : "s")}")
        : string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0.#} hour{(age == Hour ? "" : "s")}");

    private sealed record Removal(TimeSpan Age, long Timestamp);
}
