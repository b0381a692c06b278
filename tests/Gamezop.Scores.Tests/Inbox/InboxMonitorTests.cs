using System.Diagnostics.Metrics;
using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Tests.Inbox;

/// <summary>Health must not say that an inbox can be written to because nobody has tried.</summary>
public sealed class InboxMonitorTests : IDisposable
{
    private readonly SettableTime _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly InboxMetrics _metrics;
    private readonly InboxMonitor _monitor;
    private readonly LogLines _logs = new();
    private readonly MemoryEventLog _log;
    private bool _isFull;
    private bool _isUnreadable;
    private int _trials;

    public InboxMonitorTests()
    {
        _log = new MemoryEventLog(_time);
        var loggers = new LoggerFactory([_logs]);
        var storeTime = new StoreTime(_time, new Logger<StoreTime>(loggers));
        _metrics = new InboxMetrics(_services.GetRequiredService<IMeterFactory>());
        var engine = FaultyEngine.Create(_log, (name, _) =>
        {
            if (name == nameof(IEventLog.GetStatisticsAsync) && _isUnreadable)
                throw new ScoreInboxException(ScoreInboxProblem.Broken, "The figures cannot be read.");
            if (name != nameof(IEventLog.ProbeAsync))
                return null;
            _trials++;
            return _isFull ? throw new ScoreInboxException(ScoreInboxProblem.Broken, "The disk is full.") : null;
        });
        _monitor = new InboxMonitor(engine, new ScoreInboxOptions(), _time, storeTime, _metrics, new Logger<InboxMonitor>(loggers));
    }

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
    public async Task While_the_figures_cannot_be_read_no_consumer_is_taken_for_the_last_one()
    {
        await UntilAsync(HealthStatus.Healthy, seconds: 1);
        _monitor.GetKnownConsumers(["h"]).Should().Equal("h");
        _isUnreadable = true;

        await FluentActions.Awaiting(AfterASecondAsync).Should().ThrowAsync<ScoreInboxException>();

        _monitor.GetKnownConsumers(["h"]).Should().BeNull("a consumer may have come and gone since");
        _monitor.GetConsumersToWaitFor(["h"]).Should().BeNull();
        _isUnreadable = false;
        await AfterASecondAsync();
        _monitor.GetKnownConsumers(["h"]).Should().Equal("h");
    }

    [Fact]
    public async Task A_step_that_fails_and_works_by_turns_does_not_fill_the_log()
    {
        await UntilAsync(HealthStatus.Healthy, seconds: 1);
        for (var i = 0; i < 1_000; i++)
        {
            _monitor.StepEnded("Reading", new ScoreInboxException(ScoreInboxProblem.Broken, "A page is torn."));
            _monitor.Report().Should().BeEquivalentTo(new { Status = HealthStatus.Degraded, Description = "Reading fails: A page is torn." });
            _monitor.StepEnded("Reading", null);
            _monitor.Report().Status.Should().Be(HealthStatus.Healthy);
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }

        _logs.All.Should().ContainSingle(line => line.IsOurs(55));
        _time.Advance(TimeSpan.FromSeconds(10));
        _monitor.StepEnded("Reading", null);
        _monitor.StepEnded("Reading", null);
        _logs.All.Should().ContainSingle(line => line.IsOurs(56));
        _monitor.StepEnded("Reading", new InvalidOperationException("It breaks."));
        _logs.All.Count(line => line.IsOurs(55)).Should().Be(2, "it is news");
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

    [Theory]
    [InlineData(61 * 24 * 60, "61 days ahead")]
    [InlineData(3 * 60, "3 hours ahead")]
    [InlineData(5, "5 minutes ahead")]
    public async Task A_store_whose_clock_is_ahead_is_told_of_until_this_machines_has_caught_up(int minutes, string said)
    {
        await UntilAsync(HealthStatus.Healthy, seconds: 1);
        _time.SetBack(TimeSpan.FromMinutes(minutes));

        (await AfterASecondAsync()).Should().Be(HealthStatus.Degraded);

        _monitor.Report().Description.Should().Contain(said).And.Contain("NTP");
        for (var second = 0; second < 10; second++)
            await AfterASecondAsync();
        Warnings().Should().Be(1);
        _time.Advance(TimeSpan.FromHours(1));
        await AfterASecondAsync();
        Warnings().Should().Be(minutes > 60 ? 2 : 1, "it is told of once an hour, while it is so");
        // The store's clock goes on at half speed meanwhile.
        _time.Advance(TimeSpan.FromMinutes(minutes * 2));
        await UntilAsync(HealthStatus.Healthy, seconds: 1);

        int Warnings() => _logs.All.Count(line => line.IsOurs(54) && line.Text.Contains("ahead of this machine's", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_is_less_than_a_minute_behind_the_stores_is_no_matter()
    {
        await UntilAsync(HealthStatus.Healthy, seconds: 1);
        _time.SetBack(TimeSpan.FromSeconds(59));

        (await AfterASecondAsync()).Should().Be(HealthStatus.Healthy);
        _time.SetBack(TimeSpan.FromSeconds(59));
        (await AfterASecondAsync()).Should().Be(HealthStatus.Degraded);
    }

    [Fact]
    public async Task How_long_events_wait_is_told_by_the_stores_clock()
    {
        using var measured = new Measurements();
        measured.Follow(_services);
        await _log.RenewAsync("n", [new ConsumerRegistration { Name = "h", StartFrom = StartFrom.End }], TimeSpan.FromDays(1), default);
        _time.SetBack(TimeSpan.FromHours(3));
        await _log.AppendAsync([EventLogFixture.Event("a")], default);
        (await AfterASecondAsync()).Should().Be(HealthStatus.Degraded);
        _monitor.Report().Description.Should().NotContain("The oldest event");
        _time.Advance(TimeSpan.FromMinutes(11));

        await AfterASecondAsync();

        _monitor.Report().Description.Should().Contain("The oldest event for handler h waits since");
        measured.Observe();
        measured.All.Last(one => one.Name == "gamezop.scores.inbox.oldest").Value.Should().BeInRange(300, 360, "the store's clock goes at half speed");
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _services.Dispose();
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
