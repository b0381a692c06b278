using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>How the inbox is doing, for the health check, the gauges and the webhook.</summary>
internal sealed class InboxMonitor : IHealthSource
{
    private static readonly TimeSpan TrialInTrouble = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrialAtRest = TimeSpan.FromSeconds(30);

    private readonly IScoreInbox _inbox;
    private readonly ScoreInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile InboxStatistics? _statistics;
    private volatile ScoreInboxException? _problem;
    private long _triedAt;

    public InboxMonitor(IScoreInbox inbox, ScoreInboxOptions options, TimeProvider time, InboxMetrics metrics, ILogger<InboxMonitor> logger)
    {
        _inbox = inbox;
        _options = options;
        _time = time;
        _logger = logger;
        metrics.Observe(() => _statistics, time);
    }

    public bool IsFull => _statistics is { } statistics && statistics.Depth >= _options.Capacity;

    /// <summary>What hinders the inbox now; null when nothing does.</summary>
    public ScoreInboxException? Problem => _problem;

    /// <summary>Something could not be done. Logged when it is news.</summary>
    public void Failed(ScoreInboxException exception)
    {
        var before = _problem;
        _problem = exception;
        Volatile.Write(ref _triedAt, _time.GetTimestamp());
        if (before is null || before.Problem != exception.Problem || before.Message != exception.Message)
            Log.InboxUnavailable(_logger, exception.Message, exception);
    }

    /// <summary>Something could be written.</summary>
    public void Succeeded()
    {
        Volatile.Write(ref _triedAt, _time.GetTimestamp());
        if (_problem is null)
            return;
        _problem = null;
        Log.InboxMended(_logger);
    }

    /// <param name="writes">Whether to write something for trial in any case, and not only when nothing was written for a while.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask CountAsync(bool writes, CancellationToken cancellationToken)
    {
        try
        {
            _statistics = await _inbox.GetStatisticsAsync(cancellationToken);
            if (!writes && _time.GetElapsedTime(Volatile.Read(ref _triedAt)) < (_problem is null ? TrialAtRest : TrialInTrouble))
                return;
            // Nobody has written for a while: whether it could be done now, only writing shows.
            await _inbox.ProbeAsync(cancellationToken);
            Succeeded();
        }
        catch (ScoreInboxException exception)
        {
            Failed(exception);
        }
    }

    public HealthReport Report()
    {
        if (_problem is { } problem)
            return HealthReport.Unhealthy("The inbox cannot be used: " + problem.Message);
        if (_statistics is not { } statistics)
            return HealthReport.Unhealthy("The inbox is not open yet.");
        if (statistics.Depth >= _options.Capacity)
            return HealthReport.Unhealthy($"The inbox is full: {statistics.Depth} deliveries wait.");
        List<string> worries = [];
        if (statistics.OldestWaiting is { } oldest && _time.GetUtcNow() - oldest >= _options.DegradedAge)
            worries.Add($"The oldest event waits since {oldest:u}.");
        if (statistics.DeadLetters >= _options.DegradedDeadLetters)
            worries.Add($"There are {statistics.DeadLetters} dead letters.");
        return worries.Count == 0 ? HealthReport.Healthy : HealthReport.Degraded(string.Join(' ', worries));
    }
}
