using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>What an erased user's events, read ahead for the handlers, come to.</summary>
public sealed class ErasureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handlers_get_no_more_of_an_erased_users_events_and_all_that_come_later(bool isBatch)
    {
        var calls = new Calls();
        await using var host = await ScoresHost.StartAsync(scores =>
        {
            scores.Services.AddSingleton(calls);
            scores.UseVolatileInbox().ConfigureInbox(options => options.FirstRetryDelay = TimeSpan.FromMilliseconds(1));
            if (isBatch)
                scores.AddHandler<Batches>(options => options.Concurrency = 1);
            else
                scores.AddHandler("single", (context, _) => calls.AddAsync([context]), options => options.Concurrency = 1);
            scores.AddHandler("other", static (context, _) => context.UserId == "gone" ? throw new ScoreDeferredException("later") : ValueTask.CompletedTask);
        });
        var log = host.Services.GetRequiredService<IEventLog>();
        await PostAsync(host, "first", 0, 1);
        await Deadline.OfAsync(calls.First.Task);
        await PostAsync(host, "gone", 0, 60);
        await PostAsync(host, "bob", 0, 3);
        calls.FirstMayEnd.SetResult();
        await Deadline.OfAsync(calls.Gone.Task);

        await host.Services.GetRequiredService<IUserErasure>().EraseUserAsync("gone", default);
        await PostAsync(host, "gone", 100, 102);
        calls.GoneMayFail.SetResult();

        // Events of bob may have been in the batch that failed: then they were handed over again.
        await Deadline.UntilAsync(() => calls.Count("gone", after: 99) == 2
            && calls.All.SelectMany(call => call).Where(one => one.User == "bob").Distinct().Count() == 3);
        // One call was under way; it is not repeated, nor is anything behind it handed over.
        calls.All.Count(call => call.Contains(("gone", 0))).Should().Be(1);
        calls.Count("gone", after: -1).Should().Be((isBatch ? calls.All.First(call => call.Contains(("gone", 0))).Count(one => one.User == "gone") : 1) + 2);
        await Deadline.UntilAsync(async () => (await log.GetStatisticsAsync(default)).Consumers.All(
            consumer => consumer.Waiting == (consumer.Name == "other" ? 2 : 0)));
        (await host.Services.GetRequiredService<IDeadLetters>().ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_is_dropped_when_the_log_cannot_erase()
    {
        var calls = new Calls();
        await using var host = await ScoresHost.StartAsync(scores => scores
            .UseVolatileInbox()
            .AddHandler("single", (context, _) => calls.AddAsync([context]), options => options.Concurrency = 1));
        await PostAsync(host, "first", 0, 1);
        await PostAsync(host, "bob", 0, 10);
        var erasure = host.Services.GetRequiredService<IUserErasure>();

        await erasure.Invoking(one => one.EraseUserAsync("bob", new CancellationToken(true)).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        calls.FirstMayEnd.SetResult();

        await Deadline.UntilAsync(() => calls.Count("bob", after: -1) == 10);
    }

    [Fact]
    public async Task Handlers_go_on_while_a_long_log_is_searched_for_the_users_events()
    {
        var search = new TaskCompletionSource();
        var log = new MemoryEventLog(TimeProvider.System);
        var engine = FaultyEngine.Create(log, (name, args) => name == nameof(IEventLog.EraseUserAsync)
            ? new ValueTask<ErasedEvents>(SearchAsync((string)args[0]!))
            : null);
        await using var host = await ScoresHost.StartAsync(scores => scores
            .UseEventLog(_ => FaultyEngine.Stores(engine))
            .AddHandler("single", (context, _) => context.Services.GetRequiredService<Received>().AddAsync(context)));

        var erasing = host.Services.GetRequiredService<IUserErasure>().EraseUserAsync("gone", default).AsTask();
        await PostAsync(host, "bob", 0, 3);
        await Deadline.UntilAsync(() => host.Received.All.Count == 3);
        erasing.IsCompleted.Should().BeFalse();
        search.SetResult();
        await Deadline.OfAsync(erasing);

        async Task<ErasedEvents> SearchAsync(string user)
        {
            var erased = await log.EraseUserAsync(user, default);
            await search.Task;
            return erased;
        }
    }

    [Fact]
    public async Task What_arrives_while_the_log_is_searched_is_handled()
    {
        var search = new TaskCompletionSource();
        var calls = new Calls();
        var log = new MemoryEventLog(TimeProvider.System);
        var engine = FaultyEngine.Create(log, (name, args) => name == nameof(IEventLog.EraseUserAsync)
            ? new ValueTask<ErasedEvents>(SearchAsync((string)args[0]!))
            : null);
        await using var host = await ScoresHost.StartAsync(scores => scores
            .UseEventLog(_ => FaultyEngine.Stores(engine))
            .AddHandler("single", (context, _) => calls.AddAsync([context]), options => options.Concurrency = 1));
        await PostAsync(host, "first", 0, 1);
        await Deadline.OfAsync(calls.First.Task);
        await PostAsync(host, "u", 0, 5);

        var erasing = host.Services.GetRequiredService<IUserErasure>().EraseUserAsync("u", default).AsTask();
        await PostAsync(host, "u", 100, 105);
        search.SetResult();
        await Deadline.OfAsync(erasing);
        calls.FirstMayEnd.SetResult();

        await Deadline.UntilAsync(() => calls.Count("u", after: 99) == 5);
        calls.Count("u", after: -1).Should().Be(5);

        async Task<ErasedEvents> SearchAsync(string user)
        {
            var erased = await log.EraseUserAsync(user, default);
            await search.Task;
            return erased;
        }
    }

    private static async Task PostAsync(ScoresHost host, string user, int from, int to)
    {
        for (var score = from; score < to; score++)
            using (var answer = await host.PostAsync(ScoresHost.Payload(subId: user, score: score), ScoresHost.Key))
                answer.EnsureSuccessStatusCode();
    }

    private sealed class Calls
    {
        private readonly List<IReadOnlyList<(string User, double Score)>> _calls = [];

        public TaskCompletionSource First { get; } = new();

        public TaskCompletionSource FirstMayEnd { get; } = new();

        public TaskCompletionSource Gone { get; } = new();

        public TaskCompletionSource GoneMayFail { get; } = new();

        public IReadOnlyList<IReadOnlyList<(string User, double Score)>> All
        {
            get
            {
                lock (_calls)
                    return [.. _calls];
            }
        }

        public int Count(string user, double after) => All.SelectMany(call => call).Count(one => one.User == user && one.Score > after);

        public async ValueTask AddAsync(IReadOnlyList<ScoreContext> batch)
        {
            lock (_calls)
                _calls.Add([.. batch.Select(context => (context.UserId, context.Event.Score))]);
            if (batch.Any(context => context.UserId == "first"))
            {
                First.SetResult();
                await FirstMayEnd.Task;
            }
            if (batch.Any(context => context.UserId == "gone") && Gone.TrySetResult())
            {
                await GoneMayFail.Task;
                throw new InvalidOperationException("It fails.");
            }
        }
    }

    private sealed class Batches(Calls calls) : IScoreBatchHandler
    {
        public ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken) => calls.AddAsync(batch);
    }
}
