using System.Collections;
using System.Net;
using System.Reflection;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>An append that outlives its call's time limit: no window closes before it is known what has become of it.</summary>
public sealed class LongAppendTests : IDisposable
{
    private static readonly DateTimeOffset BeforeTheHour = new(2026, 11, 23, 12, 59, 50, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly SetTime _time = new() { Now = BeforeTheHour };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_score_that_is_kept_long_after_its_call_was_answered_503_is_in_the_closed_window(int late)
    {
        using var gate = new Gate();
        await using var site = await Site.StartAsync(
            _folder["scores.db"],
            scores =>
            {
                scores.Services.Replace(ServiceDescriptor.Singleton<IEventLog>(
                    provider => SlowLog.Create(provider.GetRequiredService<EventLogStores>().Log, gate)));
                scores.ConfigureInbox(options => options.AppendTimeout = TimeSpan.FromMilliseconds(200))
                    .AddLeaderboards(boards => boards.Add(new() { Id = "hourly", Window = LeaderboardWindow.Cron("0 * * * *"), Grace = TimeSpan.Zero }));
            },
            time: _time);
        (await site.PostAsync(Site.Event(0, "early", BeforeTheHour))).Should().Be(HttpStatusCode.OK);
        await Site.EventuallyAsync(async () => (await site.TotalsAsync()).Count == 1);

        gate.Close();
        for (var i = 1; i <= late; i++)
            (await site.PostAsync(Site.Event(i, "late-" + i, BeforeTheHour))).Should().Be(HttpStatusCode.ServiceUnavailable, "the store does not answer");
        _time.Now = BeforeTheHour.AddHours(2);
        // The closer has looked, and looked again.
        var looked = gate.Looks;
        await Site.EventuallyAsync(() => Task.FromResult(gate.Looks >= looked + 5));
        gate.Open();

        var boards = site.Services.GetRequiredService<ILeaderboards>();
        var query = new LeaderboardQuery("hourly", "20261123T120000Z");
        await Site.EventuallyAsync(async () => (await boards.GetPageAsync(query)).Window.Closed);
        // Those that were still in the queue behind it were given up with their calls.
        (await boards.GetPageAsync(query)).Entries.Select(entry => entry.UserId).Should().BeEquivalentTo("early", "late-1");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A clock that stands where it is set. What waits for a while waits by the machine's.</summary>
    private sealed class SetTime : TimeProvider
    {
        private long _ticks;

        public DateTimeOffset Now
        {
            get => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
            set => Volatile.Write(ref _ticks, value.UtcTicks);
        }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new(true);
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public void Pass() => _open.Wait();

        public void Look() => Interlocked.Increment(ref _looks);

        public void Close() => _open.Reset();

        public void Open() => _open.Set();

        public void Dispose() => _open.Dispose();
    }

    /// <summary>A real event log whose appends wait at a gate in the middle of their transaction, as on a disk that hangs.</summary>
    public class SlowLog : DispatchProxy
    {
        private IEventLog _inner = null!;
        private Gate _gate = null!;

        internal static IEventLog Create(IEventLog inner, object gate)
        {
            var log = Create<IEventLog, SlowLog>();
            ((SlowLog)(object)log)._inner = inner;
            ((SlowLog)(object)log)._gate = (Gate)gate;
            return log;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IEventLog.GetHorizonAsync))
                _gate.Look();
            return targetMethod.Name == nameof(IEventLog.AppendAsync)
                ? new ValueTask<IReadOnlyList<AppendedEvent>>(_inner.AppendAsync(new SlowEvents((IReadOnlyList<StoredEvent>)args![0]!, _gate), CancellationToken.None).AsTask())
                : targetMethod.Invoke(_inner, args);
        }
    }

    private sealed class SlowEvents(IReadOnlyList<StoredEvent> events, Gate gate) : IReadOnlyList<StoredEvent>
    {
        public int Count => events.Count;

        public StoredEvent this[int index]
        {
            get
            {
                gate.Pass();
                return events[index];
            }
        }

        public IEnumerator<StoredEvent> GetEnumerator() => events.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
