using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Inbox;

/// <summary>A store that is full refuses events until some are removed. No time passes by the application's clock, so nothing is done because it is due.</summary>
public sealed class EarlyPruningTests
{
    private readonly SettableTime _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private int _filled;
    private int _removable;
    private int _prunes;
    private int _reads;
    private int _posted;

    [Fact]
    public async Task An_event_that_is_refused_by_a_full_store_makes_room_for_its_repeat()
    {
        await using var host = await StartAsync();
        (await PostAsync(host)).Should().Be(HttpStatusCode.OK);
        (_filled, _removable) = (100, 30);

        var body = Next();
        (await PostAsync(host, body)).Should().Be(HttpStatusCode.ServiceUnavailable);

        await Deadline.UntilAsync(async () => await PostAsync(host, body) == HttpStatusCode.OK);
        _filled.Should().BeLessThan(90);
    }

    [Fact]
    public async Task A_flood_that_is_refused_has_no_more_removed_than_there_is_to_remove()
    {
        await using var host = await StartAsync();
        _filled = 100;
        (await PostAsync(host)).Should().Be(HttpStatusCode.ServiceUnavailable);
        await Deadline.UntilAsync(() => Volatile.Read(ref _prunes) == 2);

        for (var i = 0; i < 100; i++)
        {
            (await PostAsync(host)).Should().Be(HttpStatusCode.ServiceUnavailable);
            await Task.Delay(10);
        }

        Volatile.Read(ref _prunes).Should().Be(2, "it has found nothing that it may remove, neither of days nor of hours");
        Volatile.Read(ref _reads).Should().BeLessThanOrEqualTo(5, "two at the start, one when it looked, and one after each attempt");
        Volatile.Write(ref _removable, 30);
        _time.Advance(TimeSpan.FromSeconds(15));
        await Deadline.UntilAsync(async () => await PostAsync(host) == HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> PostAsync(ScoresHost host, string body)
    {
        using var answer = await host.PostAsync(body, ScoresHost.Key);
        return answer.StatusCode;
    }

    private Task<HttpStatusCode> PostAsync(ScoresHost host) => PostAsync(host, Next());

    private string Next() => ScoresHost.Payload(score: Interlocked.Increment(ref _posted));

    [SuppressMessage("Reliability", "CA2012", Justification = "The caller of the proxied method awaits it, once.")]
    private Task<ScoresHost> StartAsync()
    {
        var log = new MemoryEventLog(_time);
        var engine = FaultyEngine.Create(log, (name, args) => name switch
        {
            nameof(IEventLog.AppendAsync) or nameof(IEventLog.ProbeAsync) when Volatile.Read(ref _filled) >= 100 =>
                throw new ScoreInboxException(ScoreInboxProblem.Broken, "The disk is full."),
            nameof(IEventLog.GetStatisticsAsync) => ReadAsync(log),
            nameof(IEventLog.PruneAsync) when (TimeSpan)args[0]! < new ScoreInboxOptions().Retention => PruneAsync((int)args[2]!),
            _ => null,
        });
        return ScoresHost.StartAsync(
            scores => scores.UseEventLog(_ => FaultyEngine.Stores(engine)).AddHandler("h", static (_, _) => ValueTask.CompletedTask),
            services: services => services.AddSingleton<TimeProvider>(_time));
    }

    private async ValueTask<EventLogStatistics> ReadAsync(MemoryEventLog log)
    {
        Interlocked.Increment(ref _reads);
        var figures = await log.GetStatisticsAsync(default);
        return new EventLogStatistics
        {
            Time = figures.Time,
            Consumers = figures.Consumers,
            DeadLetters = figures.DeadLetters,
            Quarantined = figures.Quarantined,
            UsedShare = Volatile.Read(ref _filled) / 100.0,
        };
    }

    private ValueTask<int> PruneAsync(int max)
    {
        Interlocked.Increment(ref _prunes);
        var removed = Math.Min(max, Volatile.Read(ref _removable));
        Interlocked.Add(ref _removable, -removed);
        Interlocked.Add(ref _filled, -removed);
        return new(removed);
    }
}
