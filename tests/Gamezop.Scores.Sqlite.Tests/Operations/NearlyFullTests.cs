using System.Net;
using System.Text.Json;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>A file of limited size that a flood has filled.</summary>
public sealed class NearlyFullTests : IDisposable
{
    private const string Check = "gamezop-scores";
    private const double Failing = 7;

    private static readonly IReadOnlyDictionary<string, JsonElement> Filler =
        new Dictionary<string, JsonElement> { ["filler"] = JsonSerializer.SerializeToElement(new string('x', 5_000)) };

    private readonly TemporaryFolder _folder = new();
    private readonly ShiftedTime _time = new();
    private int _posted;

    [Fact]
    public async Task A_flood_is_refused_for_an_hour_and_not_for_as_long_as_events_are_kept()
    {
        await using var site = await StartAsync();
        await site.UntilAsync(Check, HealthStatus.Healthy);
        await FillAsync(site);
        await site.UntilAsync(Check, HealthStatus.Unhealthy);

        _time.Shift = TimeSpan.FromHours(2);

        await Site.EventuallyAsync(async () => await PostAsync(site) == HttpStatusCode.OK);
        var said = await site.UntilAsync(Check, HealthStatus.Degraded, "older than 1 hour had to be removed, before the 30 days of Retention");
        said.Should().Contain("repeats of them are not recognised");
    }

    [Fact]
    public async Task A_board_is_not_rebuilt_from_what_a_flood_has_left()
    {
        await using var site = await StartAsync();
        await FillAsync(site);
        _time.Shift = TimeSpan.FromHours(2);
        await Site.EventuallyAsync(async () => await PostAsync(site) == HttpStatusCode.OK);
        await HandledAsync(site);
        var total = (await site.TotalsAsync())["u1"];
        var rebuild = site.Services.GetRequiredService<IRebuild>();

        await FluentActions.Awaiting(() => rebuild.RunAsync(Site.Board, "op", "test").AsTask()).Should().ThrowAsync<RebuildRefusedException>()
            .WithMessage("*a rebuild would lose scores*");

        (await site.TotalsAsync())["u1"].Should().Be(total);
    }

    [Fact]
    public async Task Events_of_more_than_a_day_go_first_and_fresh_ones_stay()
    {
        await using var site = await StartAsync();
        for (var i = 0; i < 90; i++)
            await SendAsync(site);
        _time.Shift = TimeSpan.FromDays(2);
        var fresh = 0;
        while (await CountAsync(site, DateTimeOffset.MinValue) == _posted)
        {
            fresh++;
            await SendAsync(site);
            await HandledAsync(site);
        }

        await site.UntilAsync(Check, HealthStatus.Degraded, "Handled events that were older than 1 day had to be removed, before the 30 days of Retention.");
        (await CountAsync(site, _time.GetUtcNow().AddDays(-1))).Should().Be(fresh);
    }

    [Fact]
    public async Task What_is_not_handled_is_never_removed()
    {
        await using var site = await StartAsync();
        // Every second one fails.
        await FillAsync(site, i => i % 2 == 0 ? Failing : 1);
        var failing = 0;
        await foreach (var one in EventsAsync(site, DateTimeOffset.MinValue))
            failing += one.Score == Failing ? 1 : 0;
        failing.Should().BeGreaterThan(20);

        _time.Shift = TimeSpan.FromDays(3);

        await Site.EventuallyAsync(async () => await PostAsync(site) == HttpStatusCode.OK);
        await Site.EventuallyAsync(async () =>
        {
            var (left, done) = (0, 0);
            await foreach (var one in EventsAsync(site, DateTimeOffset.MinValue))
                (left, done) = one.Score == Failing ? (left + 1, done) : (left, done + 1);
            left.Should().Be(failing);
            return done < failing / 2;
        });
    }

    [Fact]
    public async Task Health_is_degraded_before_anything_is_refused()
    {
        await using var site = await StartAsync();
        var log = site.Services.GetRequiredService<IEventLog>();
        while ((await log.GetStatisticsAsync(default)).UsedShare < 0.82)
            await site.SendAsync(Next());

        await site.UntilAsync(Check, HealthStatus.Degraded, "of the room that it has");
    }

    public void Dispose() => _folder.Dispose();

    private static Task HandledAsync(Site site) =>
        Site.EventuallyAsync(async () => (await site.Services.GetRequiredService<IEventLog>().GetStatisticsAsync(default)).Consumers.All(consumer => consumer.Waiting == 0));

    private static async IAsyncEnumerable<ScoreEvent> EventsAsync(Site site, DateTimeOffset from)
    {
        var log = site.Services.GetRequiredService<IEventLog>();
        for (var page = await log.ReadLedgerAsync(from, null, 100, default); page.Events.Count > 0; page = await log.ReadLedgerAsync(from, page.Next, 100, default))
            foreach (var one in page.Events)
                yield return ScoreEvent.Parse(one.Body.Span);
    }

    private static async Task<int> CountAsync(Site site, DateTimeOffset from)
    {
        var count = 0;
        await foreach (var _ in EventsAsync(site, from))
            count++;
        return count;
    }

    /// <summary>Posts until there is no more room.</summary>
    private async Task FillAsync(Site site, Func<int, double>? score = null)
    {
        for (var i = 0; await PostAsync(site, score: score?.Invoke(i) ?? 1) == HttpStatusCode.OK; i++)
        {
        }
        if (score is null)
            await HandledAsync(site);
    }

    private Task<HttpStatusCode> PostAsync(Site site, double score = 1) => site.PostAsync(Next(score));

    /// <summary>Posts as Gamezop's systems do: what is answered 503, as long as there is no room, is posted again.</summary>
    private Task SendAsync(Site site)
    {
        var one = Next();
        return Site.EventuallyAsync(async () =>
        {
            var answer = await site.PostAsync(one);
            answer.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
            return answer == HttpStatusCode.OK;
        });
    }

    private ScoreEvent Next(double score = 1) => Site.Event(_posted++, at: _time.GetUtcNow()) with { AdditionalMembers = Filler, Score = score };

    private Task<Site> StartAsync() => Site.StartAsync(
        _folder["scores.db"],
        scores => scores
            .ConfigureInbox(
                options => (options.MaxAttempts, options.MaxRetryDelay, options.DegradedAge) = (1_000, TimeSpan.FromHours(1), TimeSpan.FromDays(300)))
            .AddHandler("choosy", (context, _) => context.Event.Score == Failing ? throw new InvalidOperationException("Not this one.") : default),
        options => (options.MaxSizeBytes, options.Synchronous) = (1024 * 1024, SqliteSynchronous.Normal),
        _time);
}
