using Gamezop.Scores.Storage;
using Gamezop.Scores.Tests.Storage;
using Gamezop.Scores.Tests.Webhook;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Consumers;

/// <summary>What a node leaves behind when it stops.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_node_that_stops_while_it_opens_gives_its_partitions_back()
    {
        var log = new MemoryEventLog(TimeProvider.System);
        var engine = FaultyEngine.Create(log, (name, _) => name == nameof(IEventLog.GetStatisticsAsync) || name == nameof(IEventLog.AcquireAsync)
            ? throw new ScoreInboxException(ScoreInboxProblem.Broken, "Not now.")
            : null);
        var host = await ScoresHost.StartAsync(scores => scores
            .UseEventLog(_ => FaultyEngine.Stores(engine))
            .AddHandler("h", static (_, _) => ValueTask.CompletedTask));
        await host.DisposeAsync();

        var cluster = await log.RenewAsync("other", [new ConsumerRegistration { Name = "h", StartFrom = StartFrom.End }], TimeSpan.FromSeconds(10), default);

        cluster.Nodes.Should().ContainSingle().Which.Id.Should().Be("other");
    }

    [Fact]
    public async Task A_node_that_leaves_does_not_report_its_own_handlers_as_missing()
    {
        var log = new MemoryEventLog(TimeProvider.System);
        var engine = FaultyEngine.Create(log, (name, args) => name == nameof(IEventLog.LeaveAsync) ? new ValueTask(LeaveSlowlyAsync((string)args[0]!)) : null);
        var host = await ScoresHost.StartAsync(scores => scores
            .UseEventLog(_ => FaultyEngine.Stores(engine))
            .AddHandler("h", static (_, _) => ValueTask.CompletedTask));
        using (await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key))
        {
        }

        await host.DisposeAsync();

        host.Logs.All.Should().NotContain(line => line.IsOurs(48));

        async Task LeaveSlowlyAsync(string node)
        {
            await log.LeaveAsync(node, default);
            // Long enough for the figures of the next second.
            await Task.Delay(1_500);
        }
    }

    [Fact]
    public async Task A_partition_for_which_there_was_no_room_comes_first_the_next_time()
    {
        var (busy, quiet) = UsersOfTwoPartitions();
        var log = new MemoryEventLog(TimeProvider.System, 2);
        using var calls = new SemaphoreSlim(0);
        var handled = 0;
        var isQuietHandled = false;
        await log.AppendAsync([.. Enumerable.Range(0, 6_000).Select(number => Event(number, busy))], default);
        await using var host = await ScoresHost.StartAsync(scores => scores
            .UseEventLog(_ => log.Stores)
            .AddHandler(
                "h",
                async (context, token) =>
                {
                    await calls.WaitAsync(token);
                    if (context.UserId == quiet)
                        Volatile.Write(ref isQuietHandled, true);
                    Interlocked.Increment(ref handled);
                },
                options => (options.Concurrency, options.StartFrom) = (1, StartFrom.Beginning)));
        // Some are handled, so that all that fits is in hand.
        await HandleAsync(50);
        await log.AppendAsync([Event(9_999, quiet)], default);

        await HandleAsync(500);

        Volatile.Read(ref isQuietHandled).Should().BeTrue("5,000 events of the busy partition still wait");

        async Task HandleAsync(int count)
        {
            for (; count > 0 && !Volatile.Read(ref isQuietHandled); count--)
            {
                var before = Volatile.Read(ref handled);
                calls.Release();
                await Deadline.UntilAsync(() => Volatile.Read(ref handled) > before);
            }
        }
    }

    private static (string Busy, string Quiet) UsersOfTwoPartitions()
    {
        var users = Enumerable.Range(0, 100).Select(number => "u" + number).ToLookup(user => LogPartition.Of(user, 2));
        return (users[0].First(), users[1].First());
    }

    private static StoredEvent Event(int number, string user) => new(
        number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture), user, default,
        System.Text.Encoding.UTF8.GetBytes(ScoresHost.Payload(subId: user, score: number)));
}
