using CsCheck;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

/// <summary>
/// Whatever the order of appends, reads, commits, failures, replays, releases, lost leases, dead nodes, prunes and crashes: each event reaches each
/// consumer, is committed for it once, and once more for each replay, stays while it waits, and was never before a horizon that was given.
/// </summary>
public abstract class LogInterleavingSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    private static readonly Gen<Step> Steps = Gen.Frequency(
        (4, Gen.Int[0, 60].Array[1, 8].Select(names => new Step(run => run.AppendAsync(names), $"append {string.Join(',', names)}"))),
        (4, Who().Select(Gen.Int[1, 6], (who, max) => new Step(run => run.ReadAsync(who, max), $"{who} reads {max}"))),
        (4, Who().Select(Gen.Int[0, 999], (who, seed) => new Step(run => run.CommitAsync(who, seed), $"{who} commits {seed}"))),
        (3, Who().Select(Gen.Int[1, 6], (who, max) => new Step(run => run.RetryAsync(who, max), $"{who} retries {max}"))),
        (2, Who().Select(who => new Step(run => run.AcquireAsync(who), $"{who} acquires"))),
        (1, Who().Select(who => new Step(run => run.ReleaseAsync(who), $"{who} releases"))),
        (2, Gen.Int[1, 15].Select(seconds => new Step(run => run.AdvanceAsync(seconds), $"{seconds} s pass"))),
        (1, Gen.Int[0, 1].Select(Gen.Int[0, 999], (consumer, seed) => new Step(run => run.ReplayAsync(consumer, seed), $"{consumer} gets replay {seed}"))),
        (3, Gen.Int[0, 1].Select(Gen.Int[0, 999], (consumer, seed) => new Step(run => run.ReleaseToOneAsync(consumer, seed), $"{consumer} gets release {seed}"))),
        (1, Gen.Const(new Step(run => run.PruneAsync(), "prune"))),
        (1, Gen.Const(new Step(run => run.CrashAsync(), "crash"))));

    /// <summary>How many sequences are tried; GAMEZOP_SCORES_CAMPAIGN multiplies it by 50.</summary>
    protected virtual int Runs => Environment.GetEnvironmentVariable("GAMEZOP_SCORES_CAMPAIGN") is null ? 60 : 3_000;

    [Fact]
    public async Task Every_event_reaches_every_consumer_and_counts_once() =>
        await Steps.Array[1, 200].SampleAsync(
            async steps =>
            {
                await using var fixture = new TFixture();
                await fixture.OpenAsync();
                var run = new Run(fixture);
                await run.StartAsync();
                foreach (var step in steps)
                    await step.Do(run);
                await run.DrainAsync();
            },
            iter: Runs,
            threads: 1);

    private static Gen<(int Node, int Consumer)> Who() => Gen.Int[0, 1].Select(Gen.Int[0, 1]);

    private sealed record Step(Func<Run, Task> Do, string Name)
    {
        public override string ToString() => Name;
    }

    /// <summary>
    /// An event that a consumer has in hand, with the replay id of its retry, null where it was read from the log, and how often it had been replayed
    /// or released when it was read.
    /// </summary>
    private sealed record InHand(StoredEvent Event, LogPosition Position, int Attempts, long? ReplayId, int Replays);

    private sealed class Run(TFixture fixture)
    {
        private static readonly string[] Names = ["h", "i"];
        private readonly IEventLog[] _nodes = new IEventLog[2];
        private readonly TestConsumer[][] _consumers = [new TestConsumer[2], new TestConsumer[2]];
        private readonly Dictionary<(int, int), List<InHand>> _inHand = [];

        /// <summary>Each event that was added and is not pruned.</summary>
        private readonly Dictionary<string, StoredEvent> _added = [];

        /// <summary>The events that are handled or dead letters, by consumer.</summary>
        private readonly HashSet<string>[] _ended = [[], []];

        private readonly HashSet<string>[] _dead = [[], []];

        /// <summary>The events that the position has passed, by consumer.</summary>
        private readonly HashSet<string>[] _passed = [[], []];

        /// <summary>How often each event was replayed or released, by consumer. What began before does not count any more.</summary>
        private readonly Dictionary<string, int>[] _replays = [[], []];

        private readonly DateTimeOffset[] _horizons = new DateTimeOffset[2];

        public async Task StartAsync()
        {
            (_nodes[0], _nodes[1]) = (fixture.Log, await fixture.OpenNodeAsync(TimeSpan.FromHours(1)));
            for (var node = 0; node < 2; node++)
                for (var i = 0; i < 2; i++)
                {
                    _consumers[node][i] = new TestConsumer(_nodes[node], "n" + node + i, Names[i]);
                    _inHand[(node, i)] = [];
                    await _consumers[node][i].RenewAsync();
                }
        }

        public async Task AppendAsync(int[] names)
        {
            var events = names.Select(name => EventLogFixture.Event("e" + name, "u" + (name % 5))).ToList();
            var results = await _nodes[names[0] % 2].AppendAsync(events, default);
            for (var i = 0; i < events.Count; i++)
            {
                results[i].IsAdded.Should().Be(!_added.ContainsKey(events[i].EventId));
                if (results[i].IsAdded)
                {
                    _added.Add(events[i].EventId, events[i].WithReceivedAt(results[i].ReceivedAt));
                    _horizons.Should().OnlyContain(horizon => results[i].ReceivedAt >= horizon);
                }
                results[i].ReceivedAt.Should().Be(_added[events[i].EventId].ReceivedAt);
            }
        }

        public async Task ReadAsync((int Node, int Consumer) who, int max)
        {
            await EnsureLeasedAsync(who);
            foreach (var entry in await _consumers[who.Node][who.Consumer].ReadAsync(max))
            {
                _added.Should().ContainKey(entry.Event.EventId);
                _inHand[who].Add(new InHand(entry.Event, entry.Position, 0, null, 0));
            }
        }

        /// <summary>Commits all that is in hand: most is handled, some of it fails.</summary>
        public async Task CommitAsync((int Node, int Consumer) who, int seed)
        {
            var random = new Random(seed);
            var (consumer, outcomes) = (_consumers[who.Node][who.Consumer], new List<(StoredEvent Event, EventOutcome Outcome)>());
            foreach (var (storedEvent, position, attempts, replayId, _) in _inHand[who])
                switch (random.Next(5))
                {
                    case 0:
                        outcomes.Add((storedEvent, new EventOutcome
                        {
                            Position = position,
                            Kind = EventOutcomeKind.Retry,
                            Attempts = attempts + 1,
                            ReplayId = replayId ?? 0,
                            Delay = TimeSpan.FromSeconds(random.Next(15)),
                            Error = "It broke.",
                        }));
                        break;
                    case 1 when attempts > 1:
                        outcomes.Add((storedEvent, new EventOutcome
                        {
                            Position = position,
                            Kind = EventOutcomeKind.DeadLetter,
                            Attempts = attempts + 1,
                            ReplayId = replayId ?? 0,
                            Error = "It broke.",
                        }));
                        break;
                    case 2 when replayId is null:
                        outcomes.Add((storedEvent, new EventOutcome { Position = position, Kind = EventOutcomeKind.PutAside }));
                        break;
                    default:
                        if (replayId is { } replay)
                            outcomes.Add((storedEvent, new EventOutcome { Position = position, Kind = EventOutcomeKind.Done, ReplayId = replay }));
                        break;
                }
            var commits = consumer.Commits([.. outcomes]);
            if (commits.Count == 0)
                return;
            var results = await _nodes[who.Node].CommitAsync(commits, default);
            if (seed % 3 == 0)
                (await _nodes[who.Node].CommitAsync(commits, default)).Should().Equal(results, "a repeated commit comes to the same");
            var held = commits.Where((_, i) => results[i]).Select(commit => commit.Lease.Partition).ToHashSet();
            var settled = _inHand[who].Where(one => held.Contains(LogPartition.Of(one.Event.UserId, fixture.Log.PartitionCount)));
            foreach (var (storedEvent, _, _, _, replays) in settled)
            {
                var outcome = outcomes.Where(one => one.Event.EventId == storedEvent.EventId).Select(one => (EventOutcomeKind?)one.Outcome.Kind).SingleOrDefault();
                _passed[who.Consumer].Add(storedEvent.EventId);
                if (outcome is EventOutcomeKind.Retry or EventOutcomeKind.PutAside || replays != ReplaysOf(who.Consumer, storedEvent.EventId))
                    continue;
                _ended[who.Consumer].Add(storedEvent.EventId).Should().BeTrue("an event ends once for a consumer");
                if (outcome == EventOutcomeKind.DeadLetter)
                    _dead[who.Consumer].Add(storedEvent.EventId);
            }
            _inHand[who].Clear();
            // What was read under a lease that is lost is the next one's.
            if (held.Count < commits.Count)
                foreach (var partition in consumer.Leases.Keys.Except(held).ToList())
                    consumer.Leases.Remove(partition);
            await CheckHorizonAsync(who.Consumer);
        }

        public async Task RetryAsync((int Node, int Consumer) who, int max)
        {
            await EnsureLeasedAsync(who);
            var consumer = _consumers[who.Node][who.Consumer];
            if (consumer.Leases.Count == 0)
                return;
            var inHand = _inHand[who].Select(one => (LogPartition.Of(one.Event.UserId, fixture.Log.PartitionCount), one.Position)).ToHashSet();
            var retries = await _nodes[who.Node].ReadRetriesAsync(
                new RetryQuery { Consumer = consumer.Name, Partitions = [.. consumer.Leases.Keys], Max = max, Excluding = inHand }, default);
            retries.Count.Should().BeLessThanOrEqualTo(max);
            // One that the position has not passed yet comes from the log as well: its retry has its turn afterwards.
            foreach (var retry in retries.Where(retry => _passed[who.Consumer].Contains(retry.Event.EventId)))
                _inHand[who].Add(new InHand(retry.Event, retry.Position, retry.Attempts, retry.ReplayId, ReplaysOf(who.Consumer, retry.Event.EventId)));
        }

        public async Task AcquireAsync((int Node, int Consumer) who)
        {
            await _consumers[who.Node][who.Consumer].RenewAsync();
            foreach (var lease in await _consumers[who.Node][who.Consumer].AcquireAsync())
                _inHand[who].RemoveAll(one => LogPartition.Of(one.Event.UserId, fixture.Log.PartitionCount) == lease.Partition);
        }

        public async Task ReleaseAsync((int Node, int Consumer) who)
        {
            if (_consumers[who.Node][who.Consumer].Leases.Count == 0)
                return;
            await _consumers[who.Node][who.Consumer].ReleaseAsync();
            _consumers[who.Node][who.Consumer].Leases.Clear();
            _inHand[who].Clear();
        }

        /// <summary>An operator replays a dead letter.</summary>
        public async Task ReplayAsync(int consumer, int seed)
        {
            var letters = (await fixture.DeadLetters.ListDeadLettersAsync(null, 1_000, default)).Where(letter => letter.Handler == Names[consumer]).ToList();
            if (letters.Count == 0)
                return;
            var letter = letters[seed % letters.Count];
            (await fixture.DeadLetters.ReplayDeadLettersAsync([letter.Id], default)).Should().Be(1);
            _dead[consumer].Remove(letter.EventId).Should().BeTrue();
            Replayed(consumer, letter.EventId);
        }

        /// <summary>An operator releases an event that a handler has kept from itself, whether it is still under way there or not.</summary>
        public async Task ReleaseToOneAsync(int consumer, int seed)
        {
            var inHand = _inHand[(0, consumer)].Concat(_inHand[(1, consumer)]).Select(one => one.Event.EventId);
            var ids = (seed % 4 == 0 ? _added.Keys : inHand).Where(one => _added.ContainsKey(one) && !_dead[consumer].Contains(one))
                .Order(StringComparer.Ordinal).ToList();
            if (ids.Count == 0)
                return;
            var id = ids[seed % ids.Count];
            var storedEvent = _added[id];
            await fixture.Quarantine.QuarantineAsync(storedEvent, "future", Names[consumer], 1_000, 1_000, default);
            var kept = await fixture.Quarantine.ListQuarantinedAsync(null, 1_000, default);
            (await fixture.Quarantine.ReleaseQuarantinedAsync([new QuarantineRelease { Id = kept.Should().ContainSingle().Subject.Id }], default)).Should().Be(1);
            Replayed(consumer, id);
        }

        public async Task AdvanceAsync(int seconds) => await fixture.AdvanceAsync(TimeSpan.FromSeconds(seconds));

        public async Task PruneAsync()
        {
            var now = await fixture.GetTimeAsync();
            var pruned = await _nodes[1].PruneAsync(TimeSpan.FromTicks(1), Names, 1_000, default);
            var free = _added.Values
                .Where(one => one.ReceivedAt < now && _ended.All(ended => ended.Contains(one.EventId)) && !_dead.Any(dead => dead.Contains(one.EventId)))
                .Select(one => one.EventId).ToList();
            pruned.Should().BeLessThanOrEqualTo(free.Count);
            var left = (await fixture.Log.ReadLedgerAsync(default, null, 1_000, default)).Events.Select(one => one.EventId).ToHashSet();
            _added.Keys.Except(left).Should().BeSubsetOf(free, "nothing is pruned that waits, or has a dead letter").And.HaveCount(pruned);
            foreach (var id in _added.Keys.Except(left).ToList())
            {
                _added.Remove(id);
                for (var i = 0; i < 2; i++)
                {
                    _ended[i].Remove(id);
                    _passed[i].Remove(id);
                    _replays[i].Remove(id);
                }
            }
        }

        public async Task CrashAsync()
        {
            await fixture.CrashAsync();
            if (!fixture.IsDurable)
            {
                _added.Clear();
                foreach (var set in _ended.Concat(_dead).Concat(_passed))
                    set.Clear();
                foreach (var replays in _replays)
                    replays.Clear();
            }
            await fixture.AdvanceAsync(TestConsumer.Lease);
            await StartAsync();
        }

        public async Task DrainAsync()
        {
            await fixture.AdvanceAsync(TestConsumer.Lease);
            for (var i = 0; i < 2; i++)
            {
                await AcquireAsync((0, i));
                _inHand[(1, i)].Clear();
                _consumers[1][i].Leases.Clear();
            }
            for (var rounds = 0; rounds < 40 && Enumerable.Range(0, 2).Any(i => _ended[i].Count < _added.Count); rounds++)
                for (var i = 0; i < 2; i++)
                {
                    await fixture.AdvanceAsync(TimeSpan.FromHours(1));
                    await ReadAsync((0, i), 1_000);
                    await RetryAsync((0, i), 1_000);
                    await CommitAsync((0, i), rounds);
                }

            _ended.Should().OnlyContain(ended => ended.SetEquals(_added.Keys), "each event reaches every consumer");
            foreach (var consumer in (await fixture.GetStatisticsAsync()).Consumers)
                consumer.Should().BeEquivalentTo(new { Waiting = 0L, Retries = 0L, OldestWaiting = (DateTimeOffset?)null, DeadLetters = (long)_dead[Array.IndexOf(Names, consumer.Name)].Count });
        }

        /// <summary>Who has no lease tries to get one: little would happen otherwise.</summary>
        private async Task EnsureLeasedAsync((int Node, int Consumer) who)
        {
            if (_consumers[who.Node][who.Consumer].Leases.Count == 0)
                await AcquireAsync(who);
        }

        private int ReplaysOf(int consumer, string id) => _replays[consumer].GetValueOrDefault(id);

        /// <summary>The event is to be handled once more, whatever becomes of what is under way.</summary>
        private void Replayed(int consumer, string id)
        {
            _ended[consumer].Remove(id);
            _replays[consumer][id] = ReplaysOf(consumer, id) + 1;
        }

        private async Task CheckHorizonAsync(int consumer)
        {
            var horizon = await _nodes[0].GetHorizonAsync(Names[consumer], default);
            _added.Values.Where(one => !_ended[consumer].Contains(one.EventId)).Should().NotContain(one => one.ReceivedAt < horizon);
            _horizons[consumer] = horizon;
        }
    }
}
