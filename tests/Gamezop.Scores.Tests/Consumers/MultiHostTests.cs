using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>Several hosts on one log of 64 partitions, with hosts that die, stand still, and are replaced.</summary>
public sealed class MultiHostTests : IAsyncDisposable
{
    private const int Users = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly QuickTime _time = new();
    private readonly MemoryEventLog _log;
    private readonly List<Node> _nodes = [];
    private readonly Effects _effects = new();
    private readonly ConcurrentDictionary<string, int> _answered = [];
    private readonly int[] _last = new int[Users];

    public MultiHostTests() => _log = new MemoryEventLog(_time, 64);

    [Fact]
    public async Task What_a_host_that_dies_had_is_handled_by_the_others()
    {
        for (var i = 0; i < 3; i++)
            await StartAsync("a", "b");
        await PostAsync(1_000);

        var posting = PostAsync(2_000);
        await Task.Delay(300);
        _nodes[1].Die();
        await posting;
        await HandledAsync("a", "b");

        _effects.ShouldBeInOrder();
    }

    [Fact]
    public async Task A_host_that_stands_still_for_longer_than_its_lease_neither_loses_nor_disorders_anything()
    {
        for (var i = 0; i < 3; i++)
            await StartAsync("a", "b");

        var posting = PostAsync(3_000);
        await Task.Delay(300);
        _nodes[0].Pause();
        await UntilAsync(() => Task.FromResult(_nodes[1].Calls + _nodes[2].Calls > 0));
        await Task.Delay(_time.Real(TimeSpan.FromSeconds(25)));
        _nodes[0].Resume();
        await posting;
        await PostAsync(500);
        await HandledAsync("a", "b");

        _effects.ShouldBeInOrder();
    }

    [Fact]
    public async Task Hosts_that_are_replaced_one_by_one_handle_each_event_exactly_once()
    {
        for (var i = 0; i < 2; i++)
            await StartAsync("a", "b");
        await PostAsync(500);

        var posting = PostAsync(2_000);
        await _nodes[0].StopAsync();
        await StartAsync("a", "b", "c");
        var (from, before) = (_effects.Count("a"), _answered.Count);
        await _nodes[1].StopAsync();
        await StartAsync("a", "b", "c");
        await posting;
        await PostAsync(500);
        await HandledAsync("a", "b");
        await UntilAsync(async () => (await _log.GetStatisticsAsync(default)).Waiting == 0);

        _effects.ShouldBeInOrder();
        _effects.Calls.Should().OnlyContain(call => call.Value == 1, "a stop commits exactly");
        _effects.Count("c").Should().BeGreaterThanOrEqualTo(_answered.Count - before, "it has all from its registration on")
            .And.BeLessThanOrEqualTo(_answered.Count);
        from.Should().BeLessThan(_answered.Count);
    }

    [Fact]
    public async Task A_handler_that_no_host_has_any_more_is_reported_and_handed_to_another()
    {
        var first = await StartAsync("a", "old");
        await PostAsync(100);
        await HandledAsync("a", "old");
        await first.StopAsync();
        var second = await StartAsync("a");
        await PostAsync(100);
        await HandledAsync("a");

        var consumers = second.Services.GetRequiredService<IConsumers>();
        (await consumers.ListAsync()).Single(consumer => consumer.Name == "old").Should().BeEquivalentTo(new { Waiting = 100L, IsLive = false });
        await UntilAsync(() => Task.FromResult(second.Logs.Contains("No node has handler old: ")));
        (await consumers.RenameAsync("a", "b", Audit())).Should().Be(ConsumerChange.InUse);
        (await consumers.DropAsync("nobody", Audit())).Should().Be(ConsumerChange.NotFound);
        await StartAsync("a", "new");
        (await consumers.RenameAsync("old", "new", Audit())).Should().Be(ConsumerChange.Done);

        await UntilAsync(() => Task.FromResult(_effects.Count("new") == 100));
        (await consumers.ListAsync()).Select(consumer => consumer.Name).Should().Equal("a", "new");
        (await consumers.ListAuditAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "old", NewName = "new", Actor = "ops", Reason = "renamed" });

        static AuditInfo Audit() => new() { Actor = "ops", Reason = "renamed" };
    }

    [Fact]
    public async Task A_partition_that_could_not_be_given_back_is_given_back_later()
    {
        var first = await StartAsync("a");
        first.FailOnce(nameof(IEventLog.ReleaseAsync));
        await StartAsync("a");
        await UntilAsync(() => Task.FromResult(first.HasFailed));
        await PostAsync(500);

        await HandledAsync("a");
        _nodes[1].Calls.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_handler_whose_partitions_cannot_be_taken_keeps_no_other_one_from_its_events()
    {
        var node = await StartAsync("a", "b");
        node.FailAlways(nameof(IEventLog.ReleaseAsync));
        await StartAsync("a", "b");
        await UntilAsync(() => Task.FromResult(node.HasFailed));
        // For longer than a lease.
        await Task.Delay(_time.Real(TimeSpan.FromSeconds(15)));
        var before = node.Calls;
        await PostAsync(500);

        await UntilAsync(() => Task.FromResult(node.Calls > before));
        node.FailOnce(nameof(IEventLog.ReleaseAsync));
        await HandledAsync("a", "b");
    }

    [Fact]
    public async Task A_new_handler_begins_at_the_end_or_at_the_beginning_as_it_says()
    {
        await StartAsync("a");
        await PostAsync(200);
        await HandledAsync("a");

        await StartAsync("a", "end", "beginning");
        await PostAsync(100);
        await HandledAsync("a");

        await UntilAsync(() => Task.FromResult(_effects.Count("beginning") == 300 && _effects.Count("end") == 100));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node.Resume();
            await node.StopAsync();
            node.Dispose();
        }
    }

    private async Task<Node> StartAsync(params string[] handlers)
    {
        var node = new Node(_log, _time, _effects, handlers);
        _nodes.Add(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>Posts events over all hosts that answer; an event that a host does not keep is posted again to another one.</summary>
    private async Task PostAsync(int count)
    {
        // A user's events one after the other, as from one game.
        await Task.WhenAll(Enumerable.Range(0, Users).Select(user => Task.Run(async () =>
        {
            for (var i = user; i < count; i += Users)
            {
                var number = ++_last[user];
                var id = ((user * 100_000) + number).ToString("x32", CultureInfo.InvariantCulture);
                for (var attempt = 0; !await _nodes[(user + i + attempt) % _nodes.Count].TryPostAsync(id, "u" + user, number); attempt++)
                    await Task.Delay(10);
                _answered[id] = number;
            }
        })));
    }

    private async Task HandledAsync(params string[] handlers) => await UntilAsync(() =>
        Task.FromResult(handlers.All(handler => _answered.Keys.All(id => _effects.Has(handler, id)))));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
            await Task.Delay(50, patience.Token);
    }

    /// <summary>Four times as fast as the real one: leases of ten seconds run out in two and a half.</summary>
    private sealed class QuickTime : TimeProvider
    {
        private const int Factor = 4;
        private readonly DateTimeOffset _start = System.GetUtcNow();
        private readonly long _started = System.GetTimestamp();

        public TimeSpan Real(TimeSpan time) => time / Factor;

        public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_started) * Factor);

        public override long GetTimestamp() => _started + ((System.GetTimestamp() - _started) * Factor);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

        private static TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Factor;
    }

    /// <summary>What handlers have done, by event id.</summary>
    private sealed class Effects
    {
        private readonly ConcurrentDictionary<(string Handler, string Id), bool> _done = [];
        private readonly ConcurrentDictionary<(string Handler, string User), ConcurrentQueue<double>> _order = [];

        public ConcurrentDictionary<(string Handler, string Id), int> Calls { get; } = [];

        public void Add(string handler, ScoreContext context)
        {
            Calls.AddOrUpdate((handler, context.EventId), 1, (_, count) => count + 1);
            if (_done.TryAdd((handler, context.EventId), true))
                _order.GetOrAdd((handler, context.UserId), _ => new()).Enqueue(context.Event.Score);
        }

        public bool Has(string handler, string id) => _done.ContainsKey((handler, id));

        public int Count(string handler) => _done.Keys.Count(key => key.Handler == handler);

        public void ShouldBeInOrder()
        {
            foreach (var (key, scores) in _order)
                scores.Should().BeInAscendingOrder("they are {0}'s for {1}", key.User, key.Handler);
        }
    }

    private sealed class Node : IDisposable
    {
        private readonly IHost _host;
        private readonly LogLines _logs = new();
        private readonly NodeFault _fault = new();
        private bool _isStopped;

        public Node(MemoryEventLog log, TimeProvider time, Effects effects, string[] handlers)
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders().AddProvider(_logs);
            builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
            builder.Services.AddSingleton(time);
            var scores = builder.Services.AddGamezopScores(options => options.AllowAnonymous = true);
            foreach (var handler in handlers)
                scores.AddHandler(
                    handler,
                    async (context, cancellationToken) =>
                    {
                        await _fault.PassAsync();
                        await Task.Delay(1, cancellationToken);
                        await _fault.PassAsync();
                        effects.Add(handler, context);
                    },
                    options => options.StartFrom = handler == "beginning" ? StartFrom.Beginning : StartFrom.End);
            var engine = FaultyEngine.Create(log, _fault.Before);
            scores.UseEventLog(_ => FaultyEngine.Stores(engine)).ConfigureInbox(options => options.HandlerTimeout = TimeSpan.FromMinutes(10));
            _host = builder.Build();
        }

        public IServiceProvider Services => _host.Services;

        public LogText Logs => new(_logs);

        public int Calls => _fault.Calls;

        public Task StartAsync() => _host.StartAsync();

        public async Task StopAsync()
        {
            if (!_isStopped)
                await _host.StopAsync();
            _isStopped = true;
        }

        public bool HasFailed => _fault.HasFailed;

        public void FailOnce(string method) => _fault.Fail(method, 1);

        public void FailAlways(string method) => _fault.Fail(method, int.MaxValue);

        public void Die() => _fault.Die();

        public void Pause() => _fault.Pause();

        public void Resume() => _fault.Resume();

        public async Task<bool> TryPostAsync(string id, string user, int score)
        {
            if (_isStopped || _fault.IsOut)
                return false;
            try
            {
                var body = Encoding.UTF8.GetBytes(ScoresHost.Payload(subId: user, score: score));
                await _host.Services.GetRequiredService<AppendQueue>().AppendAsync(new StoredEvent(id, user, default, body));
                return true;
            }
            catch (ScoreInboxException)
            {
                return false;
            }
        }

        public void Dispose()
        {
            _host.Dispose();
            _logs.Dispose();
        }
    }

    private readonly record struct LogText(LogLines Lines)
    {
        public bool Contains(string text) => Lines.All.Any(line => line.Text.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>A host that stands still does nothing at all; one that is dead never does anything again.</summary>
    private sealed class NodeFault
    {
        private volatile TaskCompletionSource? _paused;
        private volatile bool _isDead;
        private volatile string? _failing;
        private int _failures;
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public bool HasFailed { get; private set; }

        public void Fail(string method, int times) => (_failures, _failing) = (times, method);

        public bool IsOut => _isDead || _paused is not null;

        public void Die() => _isDead = true;

        public void Pause() => _paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Resume() => Interlocked.Exchange(ref _paused, null)?.SetResult();

        public async ValueTask PassAsync()
        {
            Interlocked.Increment(ref _calls);
            if (_paused is { } paused)
                await paused.Task;
            if (_isDead)
                throw new InvalidOperationException("The host is dead.");
        }

        public object? Before(string method, object?[] arguments)
        {
            if (_isDead)
                throw new ScoreInboxException(ScoreInboxProblem.Broken, "The host is dead.");
            if (method == _failing && Interlocked.Decrement(ref _failures) >= 0)
            {
                HasFailed = true;
                throw new ScoreInboxException(ScoreInboxProblem.Broken, "The connection broke.");
            }
            // The log's calls in memory take no time, so a host that stands still is one whose calls do not get there.
            return _paused is { } ? throw new ScoreInboxException(ScoreInboxProblem.Broken, "The host stands still.") : null;
        }
    }
}
