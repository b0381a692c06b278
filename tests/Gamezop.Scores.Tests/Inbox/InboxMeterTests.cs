using System.Net;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Inbox;

/// <summary>What the meter says of the inbox.</summary>
public sealed class InboxMeterTests
{
    private const string Prefix = "gamezop.scores.inbox.";

    [Fact]
    public async Task Appends_deliveries_retries_and_dead_letters_are_measured()
    {
        using var measured = new Measurements();
        await using var host = await ScoresHost.StartAsync(
            scores => scores
                .AddHandler("broken", (_, _) => throw new InvalidOperationException())
                .AddHandler<Batches>()
                .UseVolatileInbox()
                .ConfigureInbox(options => (options.MaxAttempts, options.FirstRetryDelay) = (3, TimeSpan.FromMilliseconds(10))));
        measured.Follow(host.Services);

        for (var score = 0; score < 3; score++)
        {
            using var answer = await host.PostAsync(ScoresHost.Payload(score: score), ScoresHost.Key);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!measured.All.Any(one => one is { Name: Prefix + "dead_letters.count", Value: 3 }))
        {
            await Task.Delay(50, patience.Token);
            measured.Observe();
        }
        measured.Sum(Prefix + "append.size").Should().Be(3);
        measured.All.Where(one => one.Name == Prefix + "append.duration").Should().NotBeEmpty().And.OnlyContain(one => one.Value >= 0 && one.Value < 30);
        measured.All.Where(one => one.Name == Prefix + "lag").Should().HaveCount(6, "each handler has a lag of its own").And.OnlyContain(one => one.Value >= 0 && one.Value < 30);
        measured.Sum(Prefix + "retries").Should().Be(6);
        measured.Sum(Prefix + "dead_letters").Should().Be(3);
        measured.All.Where(one => one.Name is Prefix + "retries" or Prefix + "dead_letters").Should().OnlyContain(one => Equals(one.Tags["gamezop.handler"], "broken"));
        measured.All.Last(one => one.Name == Prefix + "depth").Value.Should().Be(0);
        measured.All.Last(one => one.Name == Prefix + "oldest").Value.Should().Be(0);
    }

    [Fact]
    public async Task What_waits_is_seen_by_the_gauges_and_its_age_by_health()
    {
        using var measured = new Measurements();
        var release = new TaskCompletionSource();
        await using var host = await ScoresHost.StartAsync(
            scores => scores
                .AddHandler("lambda", async (_, _) => await release.Task)
                .UseVolatileInbox()
                .ConfigureInbox(options => options.DegradedAge = TimeSpan.FromSeconds(1)),
            services: services => services.AddHealthChecks().AddGamezopScores());
        measured.Follow(host.Services);
        var health = host.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>();

        using (await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await health.CheckHealthAsync(patience.Token) is not { Status: Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded })
                await Task.Delay(50, patience.Token);
        }

        measured.Observe();
        measured.All.Last(one => one.Name == Prefix + "depth").Value.Should().Be(1);
        measured.All.Last(one => one.Name == Prefix + "oldest").Value.Should().BeGreaterThanOrEqualTo(1);
        release.SetResult();
    }

    private sealed class Batches : IScoreBatchHandler
    {
        public ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken) => default;
    }
}
