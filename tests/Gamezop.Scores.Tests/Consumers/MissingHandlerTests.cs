using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>A handler that no node has any more keeps nothing for ever, and nothing is removed unhandled before health and log have said so.</summary>
public sealed class MissingHandlerTests : IDisposable
{
    private const string Said = "No node has handler old: 3 events wait for it";

    private readonly ShiftableTime _time = new();
    private readonly LogLines _logs = new();
    private readonly MemoryEventLog _log;

    public MissingHandlerTests() => _log = new MemoryEventLog(_time);

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task It_is_reported_before_any_event_is_removed_unhandled(int failingFigures)
    {
        await using (await StartAsync(_log, "a", "old"))
        {
            // Its position is kept from now on.
        }

        await using (var host = await StartAsync(_log, "a"))
        {
            for (var i = 0; i < 3; i++)
                using (await host.PostAsync(ScoresHost.Payload(score: i), ScoresHost.Key))
                {
                }
            await Deadline.UntilAsync(async () => (await HealthAsync(host)).Contains(Said, StringComparison.Ordinal));
        }

        // The application is down for a month, and starts again without the handler.
        _logs.All.Clear();
        (_time.Shift, _time.Haste) = (TimeSpan.FromDays(31), 30);
        StartedHost? current = null;
        var removed = new List<(int Count, bool IsInLog, bool IsInHealth)>();
        var engine = FaultyEngine.Create(_log, (name, args) => name switch
        {
            nameof(IEventLog.GetStatisticsAsync) when --failingFigures >= 0 => throw new ScoreInboxException(ScoreInboxProblem.Broken, "The disk is away."),
            nameof(IEventLog.PruneAsync) => new ValueTask<int>(PruneAsync(
                (TimeSpan)args[0]!, (IReadOnlyList<string>)args[1]!, (int)args[2]!)),
            _ => null,
        });
        await using var again = await StartAsync(engine, "a");
        current = new StartedHost(again);
        await Deadline.UntilAsync(async () => (await HealthAsync(again)).Contains(Said, StringComparison.Ordinal));
        await Deadline.UntilAsync(() =>
        {
            lock (removed)
                return removed.Count > 2;
        });
        removed.Should().OnlyContain(one => one.Count == 0, "whoever forgot the handler has an hour");
        _time.Shift += TimeSpan.FromMinutes(61);

        await Deadline.UntilAsync(
            async () => (await _log.ReadLedgerAsync(default, null, 10, default)).Events.Count == 0);

        removed.Where(one => one.Count > 0).Should().NotBeEmpty().And.OnlyContain(one => one.IsInLog && one.IsInHealth);

        async Task<int> PruneAsync(TimeSpan age, IReadOnlyList<string> consumers, int max)
        {
            var isInLog = _logs.All.Any(line => line.IsOurs(48) && line.Text.Contains(Said, StringComparison.Ordinal));
            // The first call may come before the start has ended: then health is asked as soon as it has.
            await Deadline.UntilAsync(() => current is not null);
            var isInHealth = (await HealthAsync(current!.Host)).Contains(Said, StringComparison.Ordinal);
            var count = await _log.PruneAsync(age, consumers, max, default);
            lock (removed)
                removed.Add((count, isInLog, isInHealth));
            return count;
        }
    }

    private static async Task<string> HealthAsync(ScoresHost host)
    {
        var entry = (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["gamezop-scores"];
        return $"{entry.Status}: {entry.Description}";
    }

    private Task<ScoresHost> StartAsync(IEventLog log, params string[] handlers) => ScoresHost.StartAsync(
        scores =>
        {
            scores.UseEventLog(_ => log is IEngine engine ? FaultyEngine.Stores(engine) : _log.Stores);
            foreach (var handler in handlers)
                scores.AddHandler(handler, static (_, _) => ValueTask.CompletedTask);
        },
        services: services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddSingleton<ILoggerProvider>(_logs);
            services.AddHealthChecks().AddGamezopScores();
        });

    private sealed record StartedHost(ScoresHost Host);

    /// <summary>The machine's clock, set forward, with timers that may be in haste.</summary>
    private sealed class ShiftableTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public int Haste { get; set; } = 1;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Shift.TotalSeconds * TimestampFrequency);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Haste : dueTime, period > TimeSpan.Zero ? period / Haste : period);
    }
}
