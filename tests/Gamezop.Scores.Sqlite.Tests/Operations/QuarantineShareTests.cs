using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>What is set aside has bounds, and what is beyond them is not answered 200.</summary>
public sealed class QuarantineShareTests : IDisposable
{
    private const string Check = "gamezop-scores";

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(6);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_flood_of_forged_events_takes_no_place_from_an_event_that_is_dated_ahead()
    {
        await using var site = await StartAsync(options => options.MaxQuarantined = 20, isSigned: true);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 25; i++)
            answers.Add(await site.PostAsync(Site.Event(i, "forged-" + i)));

        answers.Should().Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 20), .. Enumerable.Repeat(HttpStatusCode.ServiceUnavailable, 5)]);
        var url = site.Services.GetRequiredService<IGameUrls>().Create("https://3025.play.gamezop.com/g/x", "honest");
        var sub = QueryHelpers.ParseQuery(url.Query)["sub"].ToString();
        (await site.PostAsync(Site.Event(100, sub, DateTimeOffset.UtcNow + Ahead))).Should().Be(HttpStatusCode.OK);
        await KeptAsync(site, "future", 1);

        await site.UntilAsync(Check, HealthStatus.Degraded, "The quarantine is full for 'forged'");
        var quarantine = site.Services.GetRequiredService<IQuarantine>();
        await quarantine.RejectAsync((await quarantine.ListAsync())[0].Id);
        await site.UntilAsync(Check, HealthStatus.Healthy);
    }

    [Fact]
    public async Task One_user_whose_clock_is_ahead_takes_no_place_from_another()
    {
        await using var site = await StartAsync(options => options.MaxQuarantinedPerUser = 3);
        for (var i = 1; i <= 3; i++)
        {
            (await site.PostAsync(Site.Event(i, "flood", DateTimeOffset.UtcNow + Ahead))).Should().Be(HttpStatusCode.OK);
            await KeptAsync(site, "future", i);
        }

        (await site.PostAsync(Site.Event(4, "flood", DateTimeOffset.UtcNow + Ahead))).Should().Be(HttpStatusCode.ServiceUnavailable, "it could not be kept");
        (await site.PostAsync(Site.Event(5, "flood"))).Should().Be(HttpStatusCode.OK, "it need not be kept there");
        (await site.PostAsync(Site.Event(6, "other", DateTimeOffset.UtcNow + Ahead))).Should().Be(HttpStatusCode.OK);

        await KeptAsync(site, "future", 4);
        await Site.EventuallyAsync(async () => (await site.TotalsAsync()).GetValueOrDefault("flood") == 1);
        await site.UntilAsync(Check, HealthStatus.Degraded, "1 users have 3 events in quarantine each");
    }

    [Fact]
    public async Task Many_at_once_are_all_kept_or_refused()
    {
        await using var site = await StartAsync(options => options.MaxQuarantinedPerUser = 10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => site.PostAsync(Site.Event(i, "flood", DateTimeOffset.UtcNow + Ahead))));

        answers.Should().OnlyContain(answer => answer == HttpStatusCode.OK || answer == HttpStatusCode.ServiceUnavailable);
        answers.Count(answer => answer == HttpStatusCode.OK).Should().Be(10);
        await KeptAsync(site, "future", 10);
    }

    [Fact]
    public async Task What_has_not_reached_its_handler_yet_takes_its_place_already()
    {
        using var slow = new Slow();
        await using var site = await StartAsync(
            options => (options.MaxQuarantined, options.MaxQuarantinedPerUser) = (5, 3),
            configure: scores =>
            {
                scores.Services.AddSingleton(slow);
                scores.AddFilter<Slow>();
            });

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
            answers.Add(await site.PostAsync(Site.Event(i, "flood", DateTimeOffset.UtcNow + Ahead)));
        answers.Should().Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 3), .. Enumerable.Repeat(HttpStatusCode.ServiceUnavailable, 3)]);
        answers = [];
        for (var i = 10; i < 14; i++)
            answers.Add(await site.PostAsync(Site.Event(i, "other-" + i, DateTimeOffset.UtcNow + Ahead)));
        answers.Should().Equal(HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable);
        (await site.HealthAsync(Check)).Should().Match<HealthReportEntry>(said =>
            said.Status == HealthStatus.Degraded && said.Description!.Contains("5 events that are dated ahead are on their way", StringComparison.Ordinal));

        slow.Go();
        await KeptAsync(site, "future", 5);
        (await site.PostAsync(Site.Event(20, "another", DateTimeOffset.UtcNow + Ahead))).Should().Be(HttpStatusCode.ServiceUnavailable);
        var quarantine = site.Services.GetRequiredService<IQuarantine>();
        await quarantine.RejectAsync((await quarantine.ListAsync())[0].Id);
        (await site.PostAsync(Site.Event(21, "another", DateTimeOffset.UtcNow + Ahead))).Should().Be(HttpStatusCode.OK);
        await KeptAsync(site, "future", 5);
    }

    [Fact]
    public async Task A_place_is_free_again_when_its_event_was_handled_and_not_kept()
    {
        // No competitions take part: nobody keeps anything.
        var handled = 0;
        await using var site = await StartAsync(
            options => options.MaxQuarantinedPerUser = 2,
            configure: scores => scores.AddFilter<Skipping>());
        for (var i = 0; i < 6; i++)
            await Site.EventuallyAsync(async () =>
                await site.PostAsync(Site.Event(handled, "ahead", DateTimeOffset.UtcNow + Ahead)) == HttpStatusCode.OK && ++handled > i);
        (await site.Services.GetRequiredService<IQuarantine>().ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_repeat_of_what_is_kept_is_no_new_event()
    {
        await using var site = await StartAsync(options => (options.MaxQuarantined, options.MaxQuarantinedPerUser) = (1, 1), isSigned: true);
        var url = site.Services.GetRequiredService<IGameUrls>().Create("https://3025.play.gamezop.com/g/x", "honest");
        var sub = QueryHelpers.ParseQuery(url.Query)["sub"].ToString();
        var (future, other) = (Site.Event(1, sub, DateTimeOffset.UtcNow + Ahead), Site.Event(2, sub, DateTimeOffset.UtcNow + Ahead));
        var (forged, otherForged) = (Site.Event(3, "forged"), Site.Event(4, "forged too"));
        foreach (var (first, second, reason) in new[] { (future, other, "future"), (forged, otherForged, "forged") })
        {
            (await site.PostAsync(first)).Should().Be(HttpStatusCode.OK);
            (await site.PostAsync(first)).Should().Be(HttpStatusCode.OK, "it is on its way");
            await KeptAsync(site, reason, 1);
            (await site.PostAsync(second)).Should().Be(HttpStatusCode.ServiceUnavailable);
            (await site.PostAsync(first)).Should().Be(HttpStatusCode.OK, "it is kept");
        }

        var quarantine = site.Services.GetRequiredService<IQuarantine>();
        foreach (var entry in await quarantine.ListAsync())
            await quarantine.ReleaseAsync(entry.Id);
        (await site.PostAsync(other)).Should().Be(HttpStatusCode.OK);
        (await site.PostAsync(otherForged)).Should().Be(HttpStatusCode.OK);
        await KeptAsync(site, "future", 1);
        foreach (var one in new[] { future, forged, other, otherForged })
            (await site.PostAsync(one)).Should().Be(HttpStatusCode.OK, "all of them are kept, in the log or here");
    }

    [Theory]
    [InlineData(6, "future")]
    [InlineData(60 * 24 * 400, "future")]
    [InlineData(4, null)]
    public async Task A_forged_event_that_is_released_still_has_its_date_judged(int minutesAhead, string? reason)
    {
        var seen = 0;
        await using var site = await StartAsync(
            _ => { },
            isSigned: true,
            scores => scores.AddHandler("others", (_, _) =>
            {
                Interlocked.Increment(ref seen);
                return default;
            }));
        (await site.PostAsync(Site.Event(1, "plain", DateTimeOffset.UtcNow + TimeSpan.FromMinutes(minutesAhead)))).Should().Be(HttpStatusCode.OK);
        await KeptAsync(site, "forged", 1);
        var quarantine = site.Services.GetRequiredService<IQuarantine>();
        (await quarantine.ReleaseAsync((await quarantine.ListAsync())[0].Id)).Should().BeTrue();

        await Site.EventuallyAsync(() => Task.FromResult(Volatile.Read(ref seen) == 1));
        if (reason is not null)
        {
            await KeptAsync(site, reason, 1);
            (await site.TotalsAsync()).Should().BeEmpty("it is judged as a new one");
            (await quarantine.ReleaseAsync((await quarantine.ListAsync()).Should().ContainSingle().Subject.Id)).Should().BeTrue();
        }
        await Site.EventuallyAsync(async () => (await site.TotalsAsync()).GetValueOrDefault("plain") == 1);
        (await quarantine.ListAsync()).Should().BeEmpty();
        Volatile.Read(ref seen).Should().Be(1, "the other handler has had it");
    }

    [Fact]
    public async Task A_forged_event_that_is_dated_ahead_is_released_when_there_is_room_for_it()
    {
        await using var site = await StartAsync(options => options.MaxQuarantinedPerUser = 1, isSigned: true);
        foreach (var number in new[] { 1, 2 })
        {
            (await site.PostAsync(Site.Event(number, "plain", DateTimeOffset.UtcNow + Ahead))).Should().Be(HttpStatusCode.OK);
            await KeptAsync(site, "forged", 1);
            var quarantine = site.Services.GetRequiredService<IQuarantine>();
            var id = (await quarantine.ListAsync()).Single(entry => entry.Reason == "forged").Id;
            if (number == 1)
            {
                await quarantine.ReleaseAsync(id);
                await KeptAsync(site, "future", 1);
                continue;
            }
            (await FluentActions.Awaiting(() => quarantine.ReleaseAsync(id).AsTask()).Should().ThrowAsync<QuarantineRefusedException>())
                .WithMessage("*there is no room*MaxQuarantinedPerUser*");
            await quarantine.RejectAsync((await quarantine.ListAsync()).Single(entry => entry.Reason == "future").Id);
            (await quarantine.ReleaseAsync(id)).Should().BeTrue("nothing was lost");
        }
        await KeptAsync(site, "future", 1);
    }

    [Fact]
    public async Task With_no_quarantine_at_all_forged_events_are_dropped_as_the_publisher_asks()
    {
        await using var site = await StartAsync(options => options.MaxQuarantined = 0, isSigned: true);

        (await site.PostAsync(Site.Event(1, "forged"))).Should().Be(HttpStatusCode.OK);

        (await site.Services.GetRequiredService<IQuarantine>().ListAsync()).Should().BeEmpty();
        (await site.HealthAsync(Check)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Unreadable_bodies_beyond_their_bound_are_answered_400_and_health_says_so()
    {
        await using var site = await StartAsync(options => (options.MaxUnreadable, options.DegradedDeadLetters) = (3, 1_000));
        for (var i = 0; i < 5; i++)
            (await site.PostAsync(Encoding.UTF8.GetBytes("nonsense " + i))).Should().Be(HttpStatusCode.BadRequest);

        var letters = site.Services.GetRequiredService<IDeadLetters>();
        (await letters.ListAsync()).Should().HaveCount(3);
        await site.UntilAsync(Check, HealthStatus.Degraded, "3 unreadable bodies are kept");
        await letters.DiscardAsync((await letters.ListAsync())[0].Id);
        await site.UntilAsync(Check, HealthStatus.Healthy);
    }

    public void Dispose() => _folder.Dispose();

    private static Task KeptAsync(Site site, string reason, int count) => Site.EventuallyAsync(
        async () => (await site.Services.GetRequiredService<IQuarantine>().ListAsync(max: 1_000)).Count(entry => entry.Reason == reason) == count);

    private Task<Site> StartAsync(Action<ScoreInboxOptions> inbox, bool isSigned = false, Action<IGamezopScoresBuilder>? configure = null) => Site.StartAsync(
        _folder["scores.db"],
        scores =>
        {
            scores.ConfigureInbox(inbox);
            configure?.Invoke(scores);
        },
        options: options =>
        {
            if (isSigned)
                options.SubKeys.Add(Convert.ToBase64String("a key of this test alone"u8));
        });

    private sealed class Slow : IScoreFilter, IDisposable
    {
        private readonly SemaphoreSlim _gate = new(0);

        public async ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken)
        {
            await _gate.WaitAsync(cancellationToken);
            await next(context, cancellationToken);
        }

        public void Go() => _gate.Release(1_000);

        public void Dispose() => _gate.Dispose();
    }

    private sealed class Skipping : IScoreFilter
    {
        public ValueTask InvokeAsync(ScoreContext context, ScoreDelegate next, CancellationToken cancellationToken) => default;
    }
}
