using System.Net;
using System.Text;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Tests.SetAside;

/// <summary>A place in the quarantine is held only for a handler that may put the event there.</summary>
public sealed class QuarantineReservationTests
{
    [Fact]
    public async Task Where_no_handler_keeps_events_that_are_dated_ahead_none_is_refused()
    {
        using var gate = new SemaphoreSlim(0);
        await using var host = await StartAsync(scores => scores.AddHandler("hangs", async (_, cancellationToken) => await gate.WaitAsync(cancellationToken)));

        for (var i = 0; i < 6; i++)
            (await PostAsync(host, i)).Should().Be(HttpStatusCode.OK, "it can never come to the quarantine");
        ((await HealthAsync(host)).Description ?? "").Should().NotContain("The quarantine is full").And.NotContain("on their way");
        gate.Release(1_000);
    }

    [Fact]
    public async Task A_handler_in_trouble_holds_no_places_of_one_that_is_done_with_the_events()
    {
        using var gate = new SemaphoreSlim(0);
        await using var host = await StartAsync(scores => scores
            .AddHandler("hangs", async (_, cancellationToken) => await gate.WaitAsync(cancellationToken))
            .AddHandler("keeps", (_, _) => default, options => options.QuarantinesFuture = true));

        for (var i = 0; i < 6; i++)
            await UntilTakenAsync(host, i);
        gate.Release(1_000);
    }

    [Fact]
    public async Task A_handler_that_keeps_them_holds_their_places_until_it_is_done()
    {
        using var gate = new SemaphoreSlim(0);
        await using var host = await StartAsync(scores => scores
            .AddHandler("hangs", async (_, cancellationToken) => await gate.WaitAsync(cancellationToken), options => options.QuarantinesFuture = true)
            .AddHandler("other", (_, _) => default));

        (await PostAsync(host, 0)).Should().Be(HttpStatusCode.OK);
        (await PostAsync(host, 1)).Should().Be(HttpStatusCode.OK);
        (await PostAsync(host, 2)).Should().Be(HttpStatusCode.ServiceUnavailable);
        (await PostAsync(host, 1)).Should().Be(HttpStatusCode.OK, "it is a repeat");
        (await HealthAsync(host)).Should().Match<HealthReportEntry>(said =>
            said.Status == HealthStatus.Degraded && said.Description!.Contains("2 events that are dated ahead are on their way", StringComparison.Ordinal));

        gate.Release(1_000);
        await UntilTakenAsync(host, 2);
    }

    private static Task<ScoresHost> StartAsync(Action<IGamezopScoresBuilder> handlers) => ScoresHost.StartAsync(
        scores => handlers(scores.UseVolatileInbox().ConfigureInbox(options => options.MaxQuarantinedPerUser = 2)),
        services: services => services.AddHealthChecks().AddGamezopScores());

    private static async Task<HttpStatusCode> PostAsync(ScoresHost host, int number)
    {
        var one = ScoreEvent.Parse(Encoding.UTF8.GetBytes(ScoresHost.Payload()));
        one = one with { GamePlayId = $"p-{number}", Timestamp = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        using var answer = await host.PostAsync(new ByteArrayContent(one.ToUtf8Json()), ScoresHost.Key);
        return answer.StatusCode;
    }

    private static async Task UntilTakenAsync(ScoresHost host, int number)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await PostAsync(host, number) != HttpStatusCode.OK)
            await Task.Delay(50, timeout.Token);
    }

    private static async Task<HealthReportEntry> HealthAsync(ScoresHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["gamezop-scores"];
}
