using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gamezop.Scores.Tests.Inbox;

/// <summary>Single steps of the inbox that fail, or never return, while the rest works.</summary>
public sealed class FailingStepTests
{
    [Fact]
    public async Task Health_tells_of_a_step_that_fails_for_as_long_as_it_does_while_scores_are_taken()
    {
        var isBroken = true;
        var engine = FaultyEngine.Create(name => name == nameof(IEventLog.ReadAsync) && Volatile.Read(ref isBroken)
            ? throw new InvalidOperationException("A page is torn.")
            : null);
        await using var host = await StartAsync(engine);

        for (var i = 0; i < 5; i++)
        {
            using var answer = await host.PostAsync(ScoresHost.Payload(score: i), ScoresHost.Key);
            answer.EnsureSuccessStatusCode();
            await Deadline.UntilAsync(async () => await HealthAsync(host) is { Status: HealthStatus.Degraded } health
                && health.Description!.Contains("Reading for handler h fails: The inbox failed: A page is torn.", StringComparison.Ordinal));
        }

        Volatile.Write(ref isBroken, false);
        await Deadline.UntilAsync(() => host.Received.All.Count == 5);
        await Deadline.UntilAsync(async () => (await HealthAsync(host)).Status == HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(nameof(IEventLog.ReadAsync), "Reading for handler h")]
    [InlineData(nameof(IEventLog.CommitAsync), "Committing what was handled")]
    [InlineData(nameof(IEventLog.GetStatisticsAsync), "Counting")]
    [InlineData(nameof(IEventLog.RenewAsync), "Renewing leases")]
    public async Task A_step_that_fails_is_told_of_beside_scores_that_are_taken(string method, string step)
    {
        var (isBroken, calls) = (false, 0);
        var engine = FaultyEngine.Create(name =>
        {
            if (name != method || !Volatile.Read(ref isBroken))
                return null;
            Interlocked.Increment(ref calls);
            throw new ScoreInboxException(ScoreInboxProblem.Broken, "A page is torn.");
        });
        await using var host = await StartAsync(engine);
        await Deadline.UntilAsync(async () => (await HealthAsync(host)).Status == HealthStatus.Healthy);
        Volatile.Write(ref isBroken, true);
        using (var answer = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key))
            answer.EnsureSuccessStatusCode();
        await Deadline.UntilAsync(async () => (await HealthAsync(host)).Status != HealthStatus.Healthy);
        var seen = Volatile.Read(ref calls);

        // Whatever comes next, an append or another failure: it is told in the same way.
        await Deadline.UntilAsync(async () =>
        {
            var health = await HealthAsync(host);
            health.Status.Should().Be(HealthStatus.Degraded);
            health.Description.Should().Contain($"{step} fails: A page is torn.");
            return Volatile.Read(ref calls) >= seen + 3;
        });
        for (var i = 0; i < 5; i++)
        {
            using var answer = await host.PostAsync(ScoresHost.Payload(score: i), ScoresHost.Key);
            answer.EnsureSuccessStatusCode();
            (await HealthAsync(host)).Status.Should().Be(HealthStatus.Degraded);
        }

        host.Logs.All.Should().Contain(line => line.IsOurs(55));
        host.Logs.All.Should().NotContain(line => line.IsOurs(40), "scores are taken");
        Volatile.Write(ref isBroken, false);
        await Deadline.UntilAsync(async () => (await HealthAsync(host)).Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_store_that_takes_no_more_is_found_out_while_its_figures_cannot_be_read()
    {
        var isBroken = false;
        var engine = FaultyEngine.Create(name => name is nameof(IEventLog.ProbeAsync) or nameof(IEventLog.GetStatisticsAsync) && Volatile.Read(ref isBroken)
            ? throw new InvalidOperationException("The disk is gone.")
            : null);
        await using var host = await StartAsync(engine);
        await Deadline.UntilAsync(async () => (await HealthAsync(host)).Status == HealthStatus.Healthy);

        Volatile.Write(ref isBroken, true);

        await Deadline.UntilAsync(async () => await HealthAsync(host) is { Status: HealthStatus.Unhealthy } health
            && health.Description!.Contains("The inbox cannot be used: The inbox failed: The disk is gone.", StringComparison.Ordinal));
        Volatile.Write(ref isBroken, false);
        await Deadline.UntilAsync(async () => (await HealthAsync(host)).Status == HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(nameof(IEventLog.GetStatisticsAsync))]
    [InlineData(nameof(IEventLog.RenewAsync))]
    [InlineData(nameof(IEventLog.ReadAsync))]
    [InlineData(nameof(IEventLog.ReadRetriesAsync))]
    public async Task A_store_that_never_answers_does_not_keep_the_host(string method)
    {
        var (hangs, calls) = (false, 0);
        var engine = FaultyEngine.Create(name =>
        {
            if (name != method || !Volatile.Read(ref hangs))
                return null;
            Interlocked.Increment(ref calls);
            return Never(method);
        });
        var host = await StartAsync(engine);
        Volatile.Write(ref hangs, true);
        using (var answer = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key))
            answer.EnsureSuccessStatusCode();
        await Deadline.UntilAsync(() => Volatile.Read(ref calls) > 0);

        await Deadline.OfAsync(host.DisposeAsync().AsTask());

        Volatile.Read(ref calls).Should().BePositive("the host has stopped beside it");
    }

    [Fact]
    public async Task A_retry_that_is_due_has_its_turn_before_a_log_in_memory_ends()
    {
        var attempts = 0;
        var host = await ScoresHost.StartAsync(scores => scores
            .AddHandler("h", (_, _) => Interlocked.Increment(ref attempts) == 1 ? throw new InvalidOperationException("Once.") : ValueTask.CompletedTask)
            .UseVolatileInbox()
            .ConfigureInbox(options => options.FirstRetryDelay = options.MaxRetryDelay = TimeSpan.FromMilliseconds(1)));
        using (var answer = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key))
            answer.EnsureSuccessStatusCode();
        await Deadline.UntilAsync(() => Volatile.Read(ref attempts) > 0);
        await Task.Delay(20);

        await host.DisposeAsync();

        attempts.Should().Be(2);
    }

    private static Task<ScoresHost> StartAsync(IEngine engine) => ScoresHost.StartAsync(
        scores => scores
            .UseEventLog(_ => FaultyEngine.Stores(engine))
            .AddHandler("h", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)),
        services: services =>
        {
            services.AddHealthChecks().AddGamezopScores();
            services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        });

    private static async Task<HealthReportEntry> HealthAsync(ScoresHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["gamezop-scores"];

    private static object Never(string method) => method switch
    {
        nameof(IEventLog.GetStatisticsAsync) => new ValueTask<EventLogStatistics>(new TaskCompletionSource<EventLogStatistics>().Task),
        nameof(IEventLog.RenewAsync) => new ValueTask<LogCluster>(new TaskCompletionSource<LogCluster>().Task),
        nameof(IEventLog.ReadAsync) => new ValueTask<LogPage>(new TaskCompletionSource<LogPage>().Task),
        _ => new ValueTask<IReadOnlyList<LogRetry>>(new TaskCompletionSource<IReadOnlyList<LogRetry>>().Task),
    };
}
