using System.Globalization;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Inbox;

public sealed class AppendQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly InboxMetrics _metrics = new(null);

    [Fact]
    public async Task Calls_that_come_while_one_append_is_under_way_share_the_next()
    {
        var engine = new Engine();
        using var appender = Create(engine.Log);
        var first = appender.AppendAsync(Event(0)).AsTask();
        await engine.Called();

        var others = Enumerable.Range(1, 100).Select(i => appender.AppendAsync(Event(i)).AsTask()).ToList();
        engine.Release();
        await Deadline.OfAsync(first);
        await engine.Called();
        engine.Release();
        await Deadline.OfAsync(Task.WhenAll(others));

        engine.Groups.Should().Equal(1, 100);
    }

    [Fact]
    public async Task Each_call_learns_what_became_of_its_own_event()
    {
        using var appender = Create(new MemoryEventLog(_time));

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () => await appender.AppendAsync(Event(i % 8)))));

        results.Count(result => result.IsAdded).Should().Be(8);
    }

    [Fact]
    public async Task Too_many_waiting_calls_are_refused_at_once()
    {
        var engine = new Engine();
        using var appender = Create(engine.Log, options => options.MaxConcurrentAppends = 3);
        var waiting = Enumerable.Range(0, 3).Select(i => appender.AppendAsync(Event(i)).AsTask()).ToList();

        (await FluentActions.Awaiting(async () => await appender.AppendAsync(Event(9))).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.Full);

        engine.Release(10);
        await Deadline.OfAsync(Task.WhenAll(waiting));
        await appender.AppendAsync(Event(9));
    }

    [Fact]
    public async Task A_call_that_waited_too_long_is_given_up_and_later_ones_go_on()
    {
        var engine = new Engine();
        using var appender = Create(engine.Log);
        var stuck = appender.AppendAsync(Event(0)).AsTask();
        await engine.Called();
        var behind = appender.AppendAsync(Event(1)).AsTask();

        for (var i = 0; i < 11; i++)
            _time.Advance(TimeSpan.FromSeconds(0.5));

        (await FluentActions.Awaiting(() => Deadline.OfAsync(stuck)).Should().ThrowAsync<ScoreInboxException>())
            .Which.Problem.Should().Be(ScoreInboxProblem.Slow);
        (await FluentActions.Awaiting(() => Deadline.OfAsync(behind)).Should().ThrowAsync<ScoreInboxException>())
            .Which.Problem.Should().Be(ScoreInboxProblem.Slow);
        engine.Release(10);
        await appender.AppendAsync(Event(2));
        engine.Groups.Should().Equal([1, 1], "the call that was given up while it queued is not appended");
    }

    [Fact]
    public async Task A_call_that_comes_after_the_end_is_refused_at_once()
    {
        var appender = Create(new Engine().Log);
        appender.Dispose();

        await FluentActions.Awaiting(() => appender.AppendAsync(Event(0)).AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<ScoreInboxException>();
    }

    [Fact]
    public async Task A_failure_reaches_its_callers_and_nobody_else()
    {
        var engine = new Engine { Failure = new InvalidOperationException("Odd.") };
        using var appender = Create(engine.Log);
        engine.Release(10);
        (await FluentActions.Awaiting(async () => await appender.AppendAsync(Event(0))).Should().ThrowAsync<ScoreInboxException>()).Which.Problem.Should().Be(ScoreInboxProblem.Broken);

        engine.Failure = null;

        await appender.AppendAsync(Event(0));
    }

    public void Dispose() => _metrics.Dispose();

    private static StoredEvent Event(int number) => new(number.ToString("x32", CultureInfo.InvariantCulture), "u", DateTimeOffset.UnixEpoch, default);

    private AppendQueue Create(IEventLog log, Action<ScoreInboxOptions>? configure = null)
    {
        var options = new ScoreInboxOptions();
        configure?.Invoke(options);
        return new AppendQueue(log, options, _time, _metrics);
    }

    /// <summary>An engine whose appends end when the test says so.</summary>
    private sealed class Engine
    {
        private readonly SemaphoreSlim _called = new(0);
        private readonly SemaphoreSlim _released = new(0);

        public Engine() => Log = FaultyEngine.Create((name, args) =>
            name == nameof(IEventLog.AppendAsync) ? new ValueTask<IReadOnlyList<AppendedEvent>>(AppendAsync((IReadOnlyList<StoredEvent>)args[0]!)) : throw new NotSupportedException());

        public IEventLog Log { get; }

        public List<int> Groups { get; } = [];

        public Exception? Failure { get; set; }

        public Task Called() => Deadline.OfAsync(_called.WaitAsync());

        public void Release(int count = 1) => _released.Release(count);

        private async Task<IReadOnlyList<AppendedEvent>> AppendAsync(IReadOnlyList<StoredEvent> events)
        {
            _called.Release();
            await _released.WaitAsync();
            if (Failure is not null)
                throw Failure;
            Groups.Add(events.Count);
            return new AppendedEvent[events.Count];
        }
    }
}
