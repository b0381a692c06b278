using System.Collections.Concurrent;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

/// <summary>
/// Appends, reads, commits, failures, leases that expire and prunes at the same time, as several nodes do them. The other suites do one after the other.
/// </summary>
public abstract class LogConcurrencySuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    private const int Appenders = 3;
    private const int EachAppends = 100;
    private static readonly string[] Names = ["h", "i"];

    private readonly ConcurrentDictionary<(string Consumer, string EventId), int> _handled = new();

    private bool IsDone => _handled.Count == Names.Length * Appenders * EachAppends;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_at_once_each_event_is_committed_once_for_each_consumer(int seed)
    {
        var nodes = new[] { Log, await Fixture.OpenNodeAsync(TimeSpan.FromHours(1)) };
        foreach (var name in Names)
            await ConsumeAsync(name, node: "before");
        await Log.LeaveAsync("before", default);

        var tasks = Enumerable.Range(0, Appenders).Select(i => Task.Run(() => AppendAsync(nodes[i % 2], i, new Random(seed + i)))).ToList();
        foreach (var name in Names)
            for (var node = 0; node < 2; node++)
            {
                var worker = new Worker(nodes[node], $"n{node}{name}", name, new Random((seed * 100) + node), _handled);
                tasks.Add(Task.Run(() => RepeatAsync(worker.WorkAsync)));
            }
        tasks.Add(Task.Run(() => RepeatAsync(async () => await Log.PruneAsync(TimeSpan.FromTicks(1), Names, 7, default))));
        tasks.Add(Task.Run(() => RepeatAsync(() => AdvanceAsync(1))));
        await Task.WhenAll(tasks);

        _handled.Should().HaveCount(Names.Length * Appenders * EachAppends).And.OnlyContain(one => one.Value == 1);
        (await Fixture.GetStatisticsAsync()).Consumers.Should().OnlyContain(one => one.Waiting == 0 && one.Retries == 0 && one.DeadLetters == 0);
        await AdvanceAsync(1);
        while (await Log.PruneAsync(TimeSpan.FromTicks(1), Names, 100, default) > 0)
        {
            // To the end.
        }
        (await ReadLedgerAsync()).Should().BeEmpty("nothing keeps what is handled");
    }

    private static async Task AppendAsync(IEventLog log, int appender, Random random)
    {
        for (var sent = 0; sent < EachAppends;)
        {
            var events = Enumerable.Range(sent, Math.Min(random.Next(1, 6), EachAppends - sent))
                .Select(i => Event($"{appender}-{i}", Users[random.Next(Users.Length)])).ToList();
            var horizon = await log.GetHorizonAsync(Names[0], default);
            var results = await log.AppendAsync(events, default);
            results.Should().OnlyContain(result => result.IsAdded && result.ReceivedAt >= horizon);
            sent += events.Count;
            await Task.Yield();
        }
    }

    private async Task RepeatAsync(Func<Task> step)
    {
        for (var round = 0; !IsDone; round++)
        {
            round.Should().BeLessThan(100_000, "by then each event has come: {0} of them have", _handled.Count);
            await step();
            await Task.Delay(1);
        }
    }

    /// <summary>One consumer on one node. It commits all that it has read in each round.</summary>
    private sealed class Worker(
        IEventLog log, string node, string name, Random random, ConcurrentDictionary<(string Consumer, string EventId), int> handled)
    {
        private readonly TestConsumer _consumer = new(log, node, name);
        private readonly Dictionary<int, LogPosition> _committed = [];

        public async Task WorkAsync()
        {
            await _consumer.RenewAsync();
            if (random.Next(10) == 0 && _consumer.Leases.Count > 0)
            {
                await _consumer.ReleaseAsync();
                _consumer.Leases.Clear();
            }
            if (_consumer.Leases.Count == 0 || random.Next(5) == 0)
                foreach (var lease in await _consumer.AcquireAsync())
                    _committed[lease.Partition] = lease.Position;
            if (_consumer.Leases.Count > 0)
                await HandleAsync();
        }

        private async Task HandleAsync()
        {
            var ended = new List<StoredEvent>();
            var outcomes = new List<(StoredEvent, EventOutcome)>();
            // What the position has not passed yet comes from the log.
            foreach (var retry in await _consumer.ReadRetriesAsync(max: 10, putAsideOnly: random.Next(3) == 0))
                if (retry.Position <= _committed[retry.Partition])
                    Add(retry.Event, random.Next(3) == 0 ? TestConsumer.Retry(retry, seconds: random.Next(3)) : TestConsumer.Done(retry));
            foreach (var entry in await _consumer.ReadAsync(max: 5))
                switch (random.Next(4))
                {
                    case 0:
                        Add(entry.Event, TestConsumer.Retry(entry, seconds: random.Next(3)));
                        break;
                    case 1:
                        Add(entry.Event, TestConsumer.PutAside(entry));
                        break;
                    default:
                        ended.Add(entry.Event);
                        break;
                }
            // A node that stands still: another one may have its leases by the time that it goes on.
            if (random.Next(10) == 0)
                await Task.Delay(40);
            var commits = _consumer.Commits([.. outcomes]);
            var results = await log.CommitAsync(commits, default);
            for (var i = 0; i < results.Count; i++)
            {
                var partition = commits[i].Lease.Partition;
                if (!results[i])
                {
                    _consumer.Leases.Remove(partition);
                    continue;
                }
                _committed[partition] = commits[i].Position;
                foreach (var one in ended.Where(one => LogPartition.Of(one.UserId, log.PartitionCount) == partition))
                    handled.AddOrUpdate((name, one.EventId), 1, static (_, count) => count + 1);
            }

            void Add(StoredEvent storedEvent, (StoredEvent, EventOutcome Outcome) outcome)
            {
                outcomes.Add(outcome);
                if (outcome.Outcome.Kind == EventOutcomeKind.Done)
                    ended.Add(storedEvent);
            }
        }
    }
}
