using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>One user's events in order of arrival, whatever a handler takes its time with.</summary>
public sealed class InboxOrderTests
{
    [Fact]
    public async Task A_slow_handler_with_a_backlog_keeps_each_users_order()
    {
        await using var host = await StartAsync(
            scores => scores.AddHandler("lambda", async (context, _) =>
            {
                await Task.Delay(50, CancellationToken.None);
                await context.Services.GetRequiredService<Received>().AddAsync(context);
            }),
            options => (options.BatchSize, options.Concurrency) = (32, 1));

        // More than the lane holds, fewer handled in a second than a batch is large, and more coming in meanwhile.
        await PostAsync(host, users: 60, from: 0, to: 3);
        for (var score = 3; score < 8; score++)
        {
            await Task.Delay(1000);
            await PostAsync(host, users: 20, from: score, to: score + 1);
        }

        await HandledInOrderAsync(host, (60 * 3) + (20 * 5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_waits_behind_calls_that_hang_comes_before_the_users_later_events(bool isBatch)
    {
        var gate = new Gate();
        await using var host = await StartAsync(
            scores =>
            {
                scores.Services.AddSingleton(gate);
                if (isBatch)
                    scores.AddHandler<GatedBatches>();
                else
                    scores.AddHandler("lambda", async (context, _) =>
                    {
                        await gate.Open.Task;
                        await context.Services.GetRequiredService<Received>().AddAsync(context);
                    });
                scores.AddHandler("other", async (context, _) =>
                {
                    if (context.Event.Score % 2 == 0)
                        await Task.Delay(20, CancellationToken.None);
                });
            },
            options => (options.BatchSize, options.Concurrency, options.HandlerTimeout) = (4, 2, TimeSpan.FromSeconds(20)));

        await PostAsync(host, users: 12, from: 0, to: 10);
        var later = PostAsync(host, users: 14, from: 10, to: 16);
        await Task.Delay(500);
        gate.Open.SetResult();
        await later;
        await PostAsync(host, users: 14, from: 16, to: 18);

        await HandledInOrderAsync(host, (12 * 10) + (14 * 8));
    }

    [Fact]
    public async Task A_user_who_hangs_neither_delays_others_nor_loses_the_order()
    {
        var gate = new Gate();
        await using var host = await StartAsync(
            scores => scores.AddHandler("lambda", async (context, _) =>
            {
                if (context.UserId == "u0")
                    await gate.Open.Task;
                await context.Services.GetRequiredService<Received>().AddAsync(context);
            }),
            options => (options.BatchSize, options.Concurrency, options.HandlerTimeout) = (4, 2, TimeSpan.FromSeconds(20)));

        await PostAsync(host, users: 1, from: 0, to: 60);
        await PostAsync(host, users: 10, from: 60, to: 70);

        await UntilAsync(() => host.Received.All.Count == 90);
        gate.Open.SetResult();
        await HandledInOrderAsync(host, 60 + 100);
    }

    [Fact]
    public async Task What_is_let_go_of_when_too_many_calls_hang_keeps_its_order()
    {
        var gate = new Gate();
        await using var host = await StartAsync(
            scores => scores.AddHandler("lambda", async (context, _) =>
            {
                if (context.Event.Score == 0)
                    await gate.Open.Task;
                else
                    await context.Services.GetRequiredService<Received>().AddAsync(context);
            }),
            options => (options.Concurrency, options.HandlerTimeout, options.FirstRetryDelay) = (1, TimeSpan.FromMilliseconds(300), TimeSpan.FromMinutes(1)));

        // The first event of each of eight users hangs: as many as may. The others are behind them then, or come later.
        await PostAsync(host, users: 8, from: 0, to: 1);
        await PostAsync(host, users: 10, from: 1, to: 6);
        await UntilAsync(() => host.Logs.All.Any(line => line.Text.Contains("still have not returned")));
        host.Received.All.Should().BeEmpty();
        await PostAsync(host, users: 10, from: 6, to: 9);
        gate.Open.SetResult();
        await PostAsync(host, users: 10, from: 9, to: 10);

        await HandledInOrderAsync(host, 10 * 9);
    }

    private static Task<ScoresHost> StartAsync(Action<IGamezopScoresBuilder> handlers, Action<ScoreInboxOptions> options) => ScoresHost.StartAsync(scores =>
    {
        handlers(scores);
        scores.UseVolatileInbox().ConfigureInbox(options);
    });

    /// <summary>For each user, events whose score says which one it is.</summary>
    private static async Task PostAsync(ScoresHost host, int users, int from, int to)
    {
        for (var score = from; score < to; score++)
            for (var user = 0; user < users; user++)
                using (var answer = await host.PostAsync(ScoresHost.Payload(subId: "u" + user, score: score), ScoresHost.Key))
                    answer.EnsureSuccessStatusCode();
    }

    private static async Task HandledInOrderAsync(ScoresHost host, int count)
    {
        await UntilAsync(() => host.Received.All.Count >= count);
        host.Received.All.Select(context => context.Attempt).Should().HaveCount(count).And.OnlyContain(attempt => attempt == 1);
        foreach (var user in host.Received.All.GroupBy(context => context.UserId))
            user.Select(context => context.Event.Score).Should().BeInAscendingOrder("they are {0}'s", user.Key);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!isSo())
            await Task.Delay(20, patience.Token);
    }

    private sealed class Gate
    {
        public TaskCompletionSource Open { get; } = new();
    }

    private sealed class GatedBatches(Received received, Gate gate) : IScoreBatchHandler
    {
        public async ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
        {
            await gate.Open.Task;
            foreach (var context in batch)
                await received.AddAsync(context);
        }
    }
}
