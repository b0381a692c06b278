using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Inbox;

public sealed class InboxAppenderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly InboxMetrics _metrics = new(null);

    [Fact]
    public async Task Calls_that_come_while_one_append_is_under_way_share_the_next()
    {
        var engine = new Engine();
        using var appender = Create(engine);
        var first = appender.AppendAsync(Event(0)).AsTask();
        await engine.Called();

        var others = Enumerable.Range(1, 100).Select(i => appender.AppendAsync(Event(i)).AsTask()).ToList();
        engine.Release();
        await first;
        await engine.Called();
        engine.Release();
        await Task.WhenAll(others);

        engine.Groups.Should().Equal(1, 100);
    }

    [Fact]
    public async Task Each_call_learns_what_became_of_its_own_event()
    {
        using var appender = Create(new VolatileInbox(_time));

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () => await appender.AppendAsync(Event(i % 8)))));

        results.Count(result => result == InboxAppend.Added).Should().Be(8);
    }

    [Fact]
    public async Task What_is_being_appended_is_under_way_until_it_is_kept_however_long_its_call_has_been_given_up()
    {
        var engine = new Engine();
        using var appender = Create(engine);
        appender.GetOldestUnderWay().Should().BeNull();
        _time.Advance(TimeSpan.FromSeconds(1));
        var arrival = _time.GetUtcNow();
        var stuck = appender.AppendAsync(Event(0).At(arrival)).AsTask();
        await engine.Called();
        _time.Advance(TimeSpan.FromSeconds(1));
        var behind = appender.AppendAsync(Event(1).At(_time.GetUtcNow())).AsTask();
        appender.GetOldestUnderWay().Should().Be(arrival);

        _time.Advance(TimeSpan.FromMinutes(10));
        await FluentActions.Awaiting(() => stuck).Should().ThrowAsync<ScoreInboxException>();
        await FluentActions.Awaiting(() => behind).Should().ThrowAsync<ScoreInboxException>();
        appender.GetOldestUnderWay().Should().Be(arrival, "it may still be kept");

        engine.Release();
        while (appender.GetOldestUnderWay() is not null)
            await Task.Delay(5);
    }

    [Fact]
    public async Task What_comes_after_somebody_has_asked_is_received_after_it()
    {
        var engine = new Engine();
        using var appender = Create(engine);
        var stamped = new InboxEvent(Event(0).EventId, "user", _time.GetUtcNow(), "{}"u8.ToArray()) { Source = "web" };
        _time.Advance(TimeSpan.FromSeconds(3));
        appender.GetOldestUnderWay().Should().BeNull();
        var asked = _time.GetUtcNow();

        // Its time was taken, and then its thread had to wait.
        var appending = appender.AppendAsync(stamped).AsTask();

        appender.GetOldestUnderWay().Should().BeAfter(asked);
        await engine.Called();
        engine.Release();
        await appending;
        engine.Appended.Single().Source.Should().Be("web", "only the time of its arrival is another");
    }

    [Fact]
    public async Task Too_many_waiting_calls_are_refused_at_once()
    {
        var engine = new Engine();
        using var appender = Create(engine, options => options.MaxConcurrentAppends = 3);
        var waiting = Enumerable.Range(0, 3).Select(i => appender.AppendAsync(Event(i)).AsTask()).ToList();

        (await FluentActions.Awaiting(async () => await appender.AppendAsync(Event(9))).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.Full);

        engine.Release(10);
        await Task.WhenAll(waiting);
        await appender.AppendAsync(Event(9));
    }

    [Fact]
    public async Task A_call_that_waited_too_long_is_given_up_and_later_ones_go_on()
    {
        var engine = new Engine();
        using var appender = Create(engine);
        var stuck = appender.AppendAsync(Event(0)).AsTask();
        await engine.Called();
        var behind = appender.AppendAsync(Event(1)).AsTask();

        for (var i = 0; i < 11; i++)
            _time.Advance(TimeSpan.FromSeconds(0.5));

        (await FluentActions.Awaiting(() => stuck).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.Slow);
        (await FluentActions.Awaiting(() => behind).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.Slow);
        engine.Release(10);
        (await appender.AppendAsync(Event(2))).Should().Be(InboxAppend.Added);
        engine.Groups.Should().Equal([1, 1], "the call that was given up while it queued is not appended");
    }

    [Fact]
    public async Task A_call_that_comes_after_the_end_is_refused_at_once()
    {
        var appender = Create(new Engine());
        appender.Dispose();

        await FluentActions.Awaiting(() => appender.AppendAsync(Event(0)).AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<ScoreInboxException>();
    }

    [Fact]
    public async Task A_failure_reaches_its_callers_and_nobody_else()
    {
        var engine = new Engine { Failure = new InvalidOperationException("Odd.") };
        using var appender = Create(engine);
        engine.Release(10);
        (await FluentActions.Awaiting(async () => await appender.AppendAsync(Event(0))).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.Broken);

        engine.Failure = null;

        (await appender.AppendAsync(Event(0))).Should().Be(InboxAppend.Added);
    }

    public void Dispose() => _metrics.Dispose();

    private static InboxEvent Event(int number) => new(number.ToString("x32", CultureInfo.InvariantCulture), "u", DateTimeOffset.UnixEpoch, default);

    private InboxAppender Create(IScoreInbox inbox, Action<ScoreInboxOptions>? configure = null)
    {
        var options = new ScoreInboxOptions();
        configure?.Invoke(options);
        return new InboxAppender(inbox, options, _time, _metrics);
    }

    /// <summary>An engine whose appends end when the test says so.</summary>
    private sealed class Engine : IScoreInbox
    {
        private readonly SemaphoreSlim _called = new(0);
        private readonly SemaphoreSlim _released = new(0);

        public List<int> Groups { get; } = [];

        public List<InboxEvent> Appended { get; } = [];

        public Exception? Failure { get; set; }

        public Task Called() => _called.WaitAsync();

        public void Release(int count = 1) => _released.Release(count);

        public async ValueTask<IReadOnlyList<InboxAppend>> AppendAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancellationToken)
        {
            _called.Release();
            await _released.WaitAsync(cancellationToken);
            if (Failure is not null)
                throw Failure;
            Groups.Add(events.Count);
            Appended.AddRange(events);
            return new InboxAppend[events.Count];
        }

        public ValueTask StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<InboxDelivery>> LeaseAsync(int max, TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask RenewAsync(IReadOnlyList<InboxDelivery> deliveries, TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask SettleAsync(IReadOnlyList<InboxSettlement> settlements, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ProbeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<InboxStatistics> GetStatisticsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<DateTimeOffset?> GetOldestWaitingAsync(string handler, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<LedgerPage> ReadAsync(DateTimeOffset receivedFrom, string? after, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<int> PruneAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<int> EraseUserAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
