using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Inbox;

/// <summary>Health must not say that an inbox can be written to because nobody has tried.</summary>
public sealed class InboxMonitorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly InboxMetrics _metrics = new(null);
    private readonly InboxMonitor _monitor;
    private readonly LogLines _logs = new();
    private bool _isFull;
    private int _trials;

    public InboxMonitorTests() => _monitor = new InboxMonitor(
        FaultyEngine.Create(name =>
        {
            if (name != nameof(IEventLog.ProbeAsync))
                return null;
            _trials++;
            return _isFull ? throw new ScoreInboxException(ScoreInboxProblem.Broken, "The disk is full.") : null;
        }),
        new ScoreInboxOptions(),
        _time,
        _metrics,
        new Logger<InboxMonitor>(new LoggerFactory([_logs])));

    [Fact]
    public async Task Health_stays_unhealthy_until_something_could_be_written()
    {
        _isFull = true;
        _monitor.Failed(new ScoreInboxException(ScoreInboxProblem.Broken, "The disk is full."));

        for (var second = 0; second < 60; second++)
            (await AfterASecondAsync()).Should().Be(HealthStatus.Unhealthy);
        _trials.Should().BeInRange(5, 12);
        _isFull = false;

        await UntilAsync(HealthStatus.Healthy, seconds: 5);
    }

    [Fact]
    public async Task An_inbox_that_breaks_while_nobody_calls_is_found_out()
    {
        await UntilAsync(HealthStatus.Healthy, seconds: 1);
        _isFull = true;

        await UntilAsync(HealthStatus.Unhealthy, seconds: 31);
    }

    [Fact]
    public async Task While_calls_are_kept_nothing_is_written_for_trial()
    {
        for (var second = 0; second < 100; second++)
        {
            _monitor.Succeeded();
            (await AfterASecondAsync()).Should().Be(HealthStatus.Healthy);
        }

        _trials.Should().Be(0);
    }

    [Fact]
    public void Calls_that_succeed_and_fail_by_turns_do_not_fill_the_log()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _monitor.Failed(new ScoreInboxException(ScoreInboxProblem.Full, "Too many calls wait for the inbox."));
            _monitor.Failed(new ScoreInboxException(ScoreInboxProblem.Slow, "The inbox took longer than 5 seconds."));
            _monitor.Report().Status.Should().Be(HealthStatus.Unhealthy);
            _monitor.Succeeded();
            _monitor.Report().Description.Should().NotContain("cannot be used");
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }

        _logs.All.Should().HaveCountLessThan(5);
        _time.Advance(TimeSpan.FromSeconds(10));
        _monitor.Succeeded();
        _monitor.Succeeded();
        _logs.All.Where(line => line.Text.Contains("can be used again", StringComparison.Ordinal)).Should().ContainSingle();
        _monitor.Failed(new ScoreInboxException(ScoreInboxProblem.Broken, "The disk is full."));
        _logs.All.Should().Contain(line => line.Text.Contains("The disk is full.", StringComparison.Ordinal), "it is news");
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _logs.Dispose();
    }

    private async Task UntilAsync(HealthStatus status, int seconds)
    {
        for (var second = 0; second < seconds; second++)
            if (await AfterASecondAsync() == status)
                return;
        _monitor.Report().Status.Should().Be(status);
    }

    private async Task<HealthStatus> AfterASecondAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        await _monitor.CountAsync(writes: false, default);
        return _monitor.Report().Status;
    }
}
