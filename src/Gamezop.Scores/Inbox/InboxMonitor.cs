using System.Collections.Concurrent;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>How the inbox is doing, for the health check, the gauges and the webhook.</summary>
internal sealed class InboxMonitor : IHealthSource
{
    private static readonly TimeSpan TrialInTrouble = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrialAtRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OrphanLogInterval = TimeSpan.FromHours(1);

    /// <summary>So long after it was first reported that no node has a handler, what waits for it and is older than the retention may be removed.</summary>
    private static readonly TimeSpan OrphanGrace = TimeSpan.FromHours(1);

    private readonly IEventLog _log;
    private readonly ScoreInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly StoreTime _storeTime;
    private readonly ILogger _logger;
    private readonly FailureLog _intake;
    private readonly ConcurrentDictionary<string, FailingStep> _steps = new(StringComparer.Ordinal);
    private volatile EventLogStatistics? _statistics;
    private volatile bool _areOld;
    private volatile ScoreInboxException? _problem;
    private long _triedAt;
    private string _orphans = "";
    private long _orphansLoggedAt;
    private volatile Dictionary<string, long> _missingSince = [];

    public InboxMonitor(
        IEventLog log, ScoreInboxOptions options, TimeProvider time, StoreTime storeTime, InboxMetrics metrics, ILogger<InboxMonitor> logger)
    {
        _log = log;
        _options = options;
        _time = time;
        _storeTime = storeTime;
        _logger = logger;
        _intake = new FailureLog(time);
        metrics.Observe(() => _statistics, storeTime);
    }

    /// <summary>
    /// Whether the log is open and knows this node's handlers: events that are appended before could be lost to a handler that begins at the end.
    /// </summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether more waits for a handler than may. A replay of older events does not count: new ones would be refused until it is over.</summary>
    public bool IsFull => Live(_statistics).Any(consumer => consumer.Backlog >= _options.Capacity);

    /// <summary>The figures that were read last.</summary>
    public EventLogStatistics? Statistics => _statistics;

    /// <summary>Why nothing can be kept now; null when it can.</summary>
    public ScoreInboxException? Problem => _problem;

    /// <summary>Given when something could not be kept. For one waiter.</summary>
    public AsyncSignal Refused { get; } = new();

    private IEnumerable<string> FailingSteps => _steps
        .Where(one => one.Value.Failure is not null)
        .OrderBy(one => one.Key, StringComparer.Ordinal)
        .Select(one => $"{one.Key} fails: {one.Value.Failure}");

    /// <summary>All consumers that the log knows; null while that cannot be read: then nothing is removed.</summary>
    /// <param name="live">Those that live nodes have, as of the last heartbeat.</param>
    public IReadOnlyList<string>? GetKnownConsumers(IReadOnlyList<string> live) => !_areOld && _statistics is { } statistics
        ? [.. live.Union(statistics.Consumers.Select(consumer => consumer.Name), StringComparer.Ordinal)]
        : null;

    /// <summary>
    /// Those of them that events are kept for beyond their retention, until they are handled: not those that no node has had for long, as health and log
    /// have said.
    /// </summary>
    /// <inheritdoc cref="GetKnownConsumers"/>
    public IReadOnlyList<string>? GetConsumersToWaitFor(IReadOnlyList<string> live) => GetKnownConsumers(live) is { } known
        ? [.. known.Where(name => live.Contains(name) || !(_missingSince.TryGetValue(name, out var since) && _time.GetElapsedTime(since) >= OrphanGrace))]
        : null;

    /// <summary>Something could not be kept: until something can be, calls are answered 503.</summary>
    public void Failed(ScoreInboxException exception)
    {
        _problem = exception;
        Volatile.Write(ref _triedAt, _time.GetTimestamp());
        Refused.Set();
        if (_intake.IsNews(exception))
            SafeLog.Write(() => Log.InboxUnavailable(_logger, exception.Message, exception));
    }

    /// <summary>
    /// A step of a loop has worked, or failed: then health says so until it works. It says nothing about whether scores can be kept, which appends and trial
    /// writes alone show.
    /// </summary>
    public void StepEnded(string name, Exception? exception)
    {
        if (exception is not null)
        {
            var failure = ScoreInboxException.From(exception);
            var failing = _steps.GetOrAdd(name, static (_, time) => new FailingStep(new FailureLog(time)), _time);
            failing.Failure = failure.Message;
            if (failing.Log.IsNews(failure))
                SafeLog.Write(() => Log.StepFails(_logger, name, failure.Message, failure));
        }
        else if (_steps.TryGetValue(name, out var step))
        {
            step.Failure = null;
            if (step.Log.HasEnded())
                SafeLog.Write(() => Log.StepWorksAgain(_logger, name));
        }
    }

    /// <summary>Something could be written.</summary>
    public void Succeeded()
    {
        Volatile.Write(ref _triedAt, _time.GetTimestamp());
        if (_problem is not null)
            _problem = null;
        if (_intake.HasEnded())
            SafeLog.Write(() => Log.InboxMended(_logger));
    }

    /// <param name="writes">Whether to write something for trial in any case, and not only when nothing was written for a while.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask CountAsync(bool writes, CancellationToken cancellationToken)
    {
        await TryWritingAsync(writes, cancellationToken);
        EventLogStatistics statistics;
        try
        {
            statistics = await _log.GetStatisticsAsync(cancellationToken);
        }
        catch
        {
            // A consumer that is not among those of before may have come and gone since.
            _areOld = true;
            throw;
        }
        cancellationToken.ThrowIfCancellationRequested();
        _storeTime.Read(statistics.Time);
        // Told first: what the figures hold may be acted upon.
        LogOrphans(statistics);
        (_statistics, _areOld) = (statistics, false);
    }

    public HealthReport Report()
    {
        // Whatever else is wrong: what these wait for may be removed from now on.
        var statistics = _statistics;
        string[] orphans = [.. Orphans(statistics).Select(Describe)];
        if (_problem is { } problem)
            return HealthReport.Unhealthy(string.Join(' ', ["The inbox cannot be used: " + problem.Message, .. orphans]));
        if (statistics is null)
            return HealthReport.Unhealthy(string.Join(' ', ["The inbox is not open yet.", .. FailingSteps]));
        if (Live(statistics).FirstOrDefault(consumer => consumer.Backlog >= _options.Capacity) is { } full)
            return HealthReport.Unhealthy(string.Join(' ', [$"The inbox is full: {full.Backlog} events wait for handler {full.Name}.", .. orphans]));
        List<string> worries = [];
        foreach (var late in Live(statistics).Where(consumer => _storeTime.Now - consumer.OldestWaiting >= _options.DegradedAge))
            worries.Add($"The oldest event for handler {late.Name} waits since {late.OldestWaiting:u}.");
        if (statistics.DeadLetters >= _options.DegradedDeadLetters)
            worries.Add($"There are {statistics.DeadLetters} dead letters.");
        worries.AddRange(FailingSteps);
        if (_storeTime.Problem is { } clock)
            worries.Add(clock);
        worries.AddRange(orphans);
        return worries.Count == 0 ? HealthReport.Healthy : HealthReport.Degraded(string.Join(' ', worries));
    }

    private static IEnumerable<ConsumerInfo> Live(EventLogStatistics? statistics) => statistics?.Consumers.Where(consumer => consumer.IsLive) ?? [];

    private static IEnumerable<ConsumerInfo> Orphans(EventLogStatistics? statistics) => statistics?.Consumers.Where(consumer => !consumer.IsLive) ?? [];

    /// <summary>Where nobody has written for a while: whether it could be done now, only writing shows. Sooner while anything else fails.</summary>
    private async ValueTask TryWritingAsync(bool always, CancellationToken cancellationToken)
    {
        var interval = _problem is not null || FailingSteps.Any() ? TrialInTrouble : TrialAtRest;
        if (!always && _time.GetElapsedTime(Volatile.Read(ref _triedAt)) < interval)
            return;
        try
        {
            await _log.ProbeAsync(cancellationToken);
            Succeeded();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(ScoreInboxException.From(exception));
        }
    }

    private string Describe(ConsumerInfo orphan) =>
        $"No node has handler {orphan.Name}: {orphan.Waiting} events wait for it"
        + (orphan.OldestWaiting is { } oldest
            ? $", and from {oldest + _options.Retention:u} on they are removed unhandled. Add the handler again, or drop or rename it (IConsumers)."
            : ".");

    private void LogOrphans(EventLogStatistics statistics)
    {
        var orphans = Orphans(statistics).ToList();
        var (known, now) = (_missingSince, _time.GetTimestamp());
        _missingSince = orphans.ToDictionary(orphan => orphan.Name, orphan => known.GetValueOrDefault(orphan.Name, now));
        var names = string.Join(' ', orphans.Select(orphan => $"{orphan.Name} {orphan.Waiting > 0}"));
        if (names == _orphans && (names.Length == 0 || _time.GetElapsedTime(_orphansLoggedAt) < OrphanLogInterval))
            return;
        (_orphans, _orphansLoggedAt) = (names, _time.GetTimestamp());
        foreach (var orphan in orphans)
            Log.HandlerMissing(_logger, Describe(orphan));
    }

    /// <summary>A step that has failed at least once.</summary>
    private sealed class FailingStep(FailureLog log)
    {
        private volatile string? _failure;

        public FailureLog Log { get; } = log;

        /// <summary>Why it fails; null when it works.</summary>
        public string? Failure
        {
            get => _failure;
            set => _failure = value;
        }
    }
}
