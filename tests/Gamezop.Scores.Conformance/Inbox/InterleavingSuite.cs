using CsCheck;

namespace Gamezop.Scores.Conformance;

/// <summary>Whatever the order of append, lease, completion, failure, expiry and crash: each event that was appended is handled, and completed once.</summary>
public abstract class InterleavingSuite<TFixture>
    where TFixture : InboxFixture, new()
{
    private static readonly Gen<Step> Steps = Gen.OneOf(
        Gen.Int[0, 30].Array[1, 8].Select(names => new Step(async run => await run.AppendAsync(names), $"append {string.Join(',', names)}")),
        Gen.Int[1, 12].Select(max => new Step(async run => await run.LeaseAsync(max), $"lease {max}")),
        Gen.Int[1, 6].Select(Gen.Int[0, 99]).Select((count, seed) => new Step(async run => await run.CompleteAsync(count, seed), $"complete {count}/{seed}")),
        Gen.Int[0, 99].Select(seed => new Step(async run => await run.FailAsync(seed), $"fail {seed}")),
        Gen.Int[0, 99].Select(seed => new Step(async run => await run.ReturnAsync(seed), $"return {seed}")),
        Gen.Const(new Step(run => { run.Expire(); return Task.CompletedTask; }, "expire")),
        Gen.Const(new Step(async run => await run.CrashAsync(), "crash")));

    /// <summary>How many sequences are tried; GAMEZOP_SCORES_CAMPAIGN multiplies it by 50.</summary>
    protected virtual int Runs => Environment.GetEnvironmentVariable("GAMEZOP_SCORES_CAMPAIGN") is null ? 60 : 3_000;

    [Fact]
    public async Task Every_pair_is_handled_and_completed_once() =>
        await Steps.Array[1, 40].SampleAsync(
            async steps =>
            {
                await using var fixture = new TFixture();
                await fixture.OpenAsync();
                var run = new Run(fixture);
                foreach (var step in steps)
                    await step.Do(run);
                await run.DrainAsync();
            },
            iter: Runs,
            threads: 1);

    private sealed record Step(Func<Run, Task> Do, string Name)
    {
        public override string ToString() => Name;
    }

    private sealed class Run(TFixture fixture)
    {
        private static readonly string[] Handlers = ["h", "i"];
        private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
        private readonly List<InboxDelivery> _held = [];

        /// <summary>What each appended event still owes, handler by handler.</summary>
        private readonly Dictionary<string, HashSet<string>> _owed = [];

        private readonly HashSet<(string, string?, int)> _settled = [];

        public async Task AppendAsync(int[] names)
        {
            var events = names.Select(name => fixture.Event("e" + name, "u" + (name % 3))).ToList();
            var results = await fixture.Inbox.AppendAsync(events, default);
            for (var i = 0; i < events.Count; i++)
                _owed.TryAdd(events[i].EventId, [.. Handlers]).Should().Be(results[i] == InboxAppend.Added);
        }

        public async Task LeaseAsync(int max)
        {
            var leased = await fixture.Inbox.LeaseAsync(max, Lease, default);
            foreach (var delivery in leased)
                Owed(delivery).Should().NotBeEmpty("a completed delivery never comes again");
            _held.AddRange(leased);
        }

        public async Task CompleteAsync(int count, int seed)
        {
            var settlements = Take(count, seed).Select(delivery => new InboxSettlement(delivery, [])).ToList();
            if (settlements.Count == 0)
                return;
            await fixture.Inbox.SettleAsync(settlements, default);
            foreach (var delivery in settlements.Select(settlement => settlement.Delivery).Where(IsFirst))
                _owed[delivery.Event.EventId].ExceptWith(Owed(delivery).ToList());
        }

        public async Task FailAsync(int seed)
        {
            foreach (var delivery in Take(1, seed))
            {
                var failed = delivery.Handler ?? Handlers[seed % 2];
                await fixture.Inbox.SettleAsync([new InboxSettlement(delivery, [new InboxFailure(failed, delivery.Attempt, fixture.Time.GetUtcNow().AddSeconds(seed), "no")])], default);
                if (IsFirst(delivery) && delivery.Handler is null)
                    _owed[delivery.Event.EventId].IntersectWith([failed]);
            }
        }

        public async Task ReturnAsync(int seed)
        {
            var returned = Take(3, seed);
            await fixture.Inbox.RenewAsync(returned, TimeSpan.Zero, default);
        }

        public void Expire() => fixture.Time.Advance(Lease);

        public async Task CrashAsync()
        {
            await fixture.CrashAsync();
            _held.Clear();
            if (!fixture.IsDurable)
            {
                _owed.Clear();
                _settled.Clear();
            }
        }

        public async Task DrainAsync()
        {
            for (var rounds = 0; rounds < 10; rounds++)
            {
                fixture.Time.Advance(TimeSpan.FromHours(1));
                await LeaseAsync(1000);
                await CompleteAsync(1000, 0);
            }
            _owed.Where(pair => pair.Value.Count > 0).Should().BeEmpty("each event reaches every handler");
            var statistics = await fixture.Inbox.GetStatisticsAsync(default);
            statistics.Depth.Should().Be(0);
            statistics.OldestWaiting.Should().BeNull();
            (await fixture.Inbox.ReadAsync(default, null, 1000, default)).Events.Should().HaveCount(_owed.Count);
        }

        /// <summary>Of two holders of one delivery the first to settle counts; the other changes nothing.</summary>
        private bool IsFirst(InboxDelivery delivery) => _settled.Add((delivery.Event.EventId, delivery.Handler, delivery.Attempt));

        private IEnumerable<string> Owed(InboxDelivery delivery) =>
            _owed[delivery.Event.EventId].Where(handler => delivery.Handler is null || delivery.Handler == handler);

        private List<InboxDelivery> Take(int count, int seed)
        {
            var taken = new List<InboxDelivery>();
            while (taken.Count < count && _held.Count > 0)
            {
                var index = seed % _held.Count;
                // A delivery whose lease ran out can be held twice; the newer holder wins or loses in its own step.
                if (!taken.Exists(one => one.Event.EventId == _held[index].Event.EventId))
                    taken.Add(_held[index]);
                _held.RemoveAt(index);
            }
            return taken;
        }
    }
}
