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
    private volatile ScoreInboxException? _logged;
    private long _loggedAt;
    private long _failedAt;
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

    /// <summary>The figures that were read last.</summary>
    public InboxStatistics? Statistics => _statistics;

    /// <summary>What hinders the inbox now; null when nothing does.</summary>
    public ScoreInboxException? Problem => _problem;

    /// <summary>Something could not be done. Logged when it is news: under overload some calls succeed and some fail, thousands of times a second.</summary>
    public void Failed(ScoreInboxException exception)
    {
        var now = _time.GetTimestamp();
        _problem = exception;
        Volatile.Write(ref _triedAt, now);
        Volatile.Write(ref _failedAt, now);
        var logged = _logged;
        if (logged is not null && (IsSame(logged, exception) || _time.GetElapsedTime(Volatile.Read(ref _loggedAt), now) < TrialInTrouble))
            return;
        Volatile.Write(ref _loggedAt, now);
        _logged = exception;
        Log.InboxUnavailable(_logger, exception.Message, exception);
    }

    /// <summary>Something could be written.</summary>
    public void Succeeded()
    {
        var now = _time.GetTimestamp();
        Volatile.Write(ref _triedAt, now);
        if (_problem is not null)
            _problem = null;
        if (_logged is null || _time.GetElapsedTime(Volatile.Read(ref _failedAt), now) < TrialInTrouble)
            return;
        _logged = null;
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

    private static bool IsSame(ScoreInboxException one, ScoreInboxException other) => one.Problem == other.Problem && one.Message == other.Message;
}
