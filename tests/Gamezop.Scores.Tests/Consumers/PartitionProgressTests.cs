using System.Globalization;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>Random interleavings of appends, reads, ends, failures, commits (some with an unknown outcome) and lost leases, over the log in memory.</summary>
public sealed class PartitionProgressTests
{
    private const string Handler = "h";
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_lost_and_order_holds_whatever_is_interrupted(bool someFail)
    {
        for (var seed = 0; seed < 60; seed++)
            await new Run(seed, someFail).PlayAsync();
    }

    private sealed class Run(int seed, bool someFail)
    {
        private readonly FakeTimeProvider _time = new();
        private readonly Random _random = new(seed);
        private readonly List<ConsumerItem> _inHand = [];
        private readonly List<(string Id, string User)> _appended = [];
        private readonly List<string> _handled = [];
        private readonly HashSet<string> _dead = [];
        private MemoryEventLog _log = null!;
        private PartitionProgress _progress = null!;

        public async Task PlayAsync()
        {
            _log = new MemoryEventLog(_time);
            await RenewAsync();
            await AcquireAsync();
            for (var step = 0; step < 120; step++)
                await StepAsync(_random.Next(10));
            for (var round = 0; await WaitingAsync() > 0; round++)
            {
                round.Should().BeLessThan(1_000, "seed {0} must come to an end", seed);
                await ReadAsync(100);
                await ReadRetriesAsync(putAsideOnly: false);
                while (_inHand.Count > 0)
                    EndOne();
                await CommitAsync(isKnown: true, TimeSpan.Zero);
                _time.Advance(TimeSpan.FromMinutes(1));
            }

            _handled.Concat(_dead).Distinct().Should().BeEquivalentTo(_appended.Select(one => one.Id), "seed {0} must lose nothing", seed);
            if (!someFail)
                foreach (var user in _appended.GroupBy(one => one.User))
                    _handled.Distinct().Where(id => user.Any(one => one.Id == id)).Should().Equal(user.Select(one => one.Id), "seed {0} must keep {1}'s order", seed, user.Key);
        }

        private async Task StepAsync(int kind)
        {
            switch (kind)
            {
                case 0 or 1:
                    for (var i = _random.Next(4); i >= 0; i--)
                        await AppendAsync();
                    break;
                case 2 or 3:
                    await ReadAsync(_random.Next(1, 6));
                    break;
                case 4 or 5:
                    EndOne();
                    break;
                case 6:
                    await CommitAsync(isKnown: true, _random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
                    break;
                case 7:
                    await CommitAsync(isKnown: false, TimeSpan.Zero);
                    break;
                case 8:
                    await ReadRetriesAsync(putAsideOnly: false);
                    _time.Advance(TimeSpan.FromSeconds(2));
                    await _log.PruneAsync(TimeSpan.FromSeconds(5), [Handler], 3, default);
                    break;
                default:
                    if (_random.Next(3) == 0)
                        await AcquireAsync();
                    break;
            }
        }

        private async Task AppendAsync()
        {
            var (id, user) = (_appended.Count.ToString("x32", CultureInfo.InvariantCulture), "u" + _random.Next(3));
            await _log.AppendAsync([new StoredEvent(id, user, default, "{}"u8.ToArray())], default);
            _appended.Add((id, user));
        }

        /// <summary>The first lease, or one that another node takes away: what was in hand is gone.</summary>
        private async Task AcquireAsync()
        {
            _inHand.Clear();
            _progress = new PartitionProgress((await _log.AcquireAsync("node", Handler, [0], LeaseTime, default)).Single());
            await ReadRetriesAsync(putAsideOnly: true);
        }

        private async Task RenewAsync() => await _log.RenewAsync("node", [new ConsumerRegistration { Name = Handler, StartFrom = StartFrom.Beginning }], LeaseTime, default);

        private async Task ReadAsync(int max)
        {
            var page = await _log.ReadAsync(0, _progress.ReadTo, max, default);
            foreach (var entry in page.Entries)
                Take(entry.Position, entry.Event, 0, false);
            _progress.ReadTo = page.Next;
        }

        private async Task ReadRetriesAsync(bool putAsideOnly)
        {
            var query = new RetryQuery
            {
                Consumer = Handler,
                Partitions = [0],
                Max = 100,
                Excluding = _progress.RetryPositions.Select(position => (0, position)).ToHashSet(),
                PutAsideOnly = putAsideOnly,
            };
            var committed = _progress.Committed;
            var retries = await _log.ReadRetriesAsync(query, default);
            // While the store answers, events are set aside, and may be in the answer.
            if (!putAsideOnly && _random.Next(2) == 0)
            {
                await CommitAsync(isKnown: true, TimeSpan.Zero);
                retries = [.. retries, .. await _log.ReadRetriesAsync(query, default)];
            }
            foreach (var retry in retries)
                Take(retry.Position, retry.Event, retry.Attempts, true, committed);
        }

        private void Take(LogPosition position, StoredEvent storedEvent, int attempts, bool isRetry, LogPosition committed = default)
        {
            var item = new ConsumerItem(_progress, position, storedEvent, null!, attempts, isRetry, _time.GetTimestamp());
            if (isRetry && !_progress.TryAddRetry(item, committed))
                return;
            if (_inHand.Exists(item => item.Position == position))
                Assert.Fail($"Seed {seed}: an event is in hand twice.");
            if (!isRetry)
                _progress.Add(item);
            _inHand.Add(item);
        }

        /// <summary>Ends an event that is its user's first in hand.</summary>
        private void EndOne()
        {
            if (_inHand.Count == 0)
                return;
            var chosen = _inHand[_random.Next(_inHand.Count)].Stored.UserId;
            var item = _inHand.Where(one => one.Stored.UserId == chosen).MinBy(one => one.Position)!;
            _inHand.Remove(item);
            if (someFail && _random.Next(3) == 0)
            {
                var kind = item.Attempts < 3 ? EventOutcomeKind.Retry : EventOutcomeKind.DeadLetter;
                if (kind == EventOutcomeKind.DeadLetter)
                    _dead.Add(item.Stored.EventId);
                item.Outcome = new EventOutcome { Position = item.Position, Kind = kind, Attempts = item.Attempts + 1, Delay = TimeSpan.FromSeconds(_random.Next(5)), Error = "No." };
                return;
            }
            _handled.Add(item.Stored.EventId);
            item.Outcome = AttemptOutcomes.Done(item);
        }

        private async Task CommitAsync(bool isKnown, TimeSpan gapTime)
        {
            if (_progress.Prepare(_time.GetTimestamp(), _time.GetElapsedTime, gapTime) is not { } pending)
                return;
            // Of an unknown outcome: it happened, or did not.
            if (isKnown || _random.Next(2) == 0)
                (await _log.CommitAsync([pending.Commit], default)).Should().Equal(true);
            if (isKnown)
                _progress.Apply(pending);
        }

        private async Task<long> WaitingAsync() => (await _log.GetStatisticsAsync(default)).Waiting + _inHand.Count;
    }
}
