using System.Collections.Concurrent;
using Gamezop.Scores.Competitions.Tests.Endpoints;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Players;

/// <summary>Events that wait for a slow handler of the application while their user is erased.</summary>
public sealed class WaitingEventsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task An_erased_users_waiting_events_reach_no_handler(string engine)
    {
        var handled = new ConcurrentQueue<(string User, double Score)>();
        var gate = new TaskCompletionSource();
        await using CompetitionsHost host = await CompetitionsHost.StartAsync(
            scores =>
            {
                if (engine == "sqlite")
                    scores.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "scores.db")}");
                else
                    scores.UseVolatileInbox();
                scores.AddHandler("slow", async (context, _) =>
                {
                    handled.Enqueue((context.UserId, context.Event.Score));
                    await gate.Task;
                });
            },
            null,
            waitUntilReady: true);
        for (int i = 0; i < 60; i++)
            await host.PostAsync("ann", i, i);
        await host.PostAsync("bob", 1);
        await host.PostAsync("bob", 2, 1);
        await Deadline.UntilAsync(() => handled.Contains(("ann", 0)) && handled.Contains(("bob", 1)));

        await host.Players.EraseAsync("ann", "olga", "asked for it");
        await host.PostAsync("ann", 100, 100);
        gate.SetResult();

        await Deadline.UntilAsync(() => handled.Contains(("ann", 100)) && handled.Contains(("bob", 2)));
        handled.Where(one => one.User == "ann").Should().Equal(("ann", 0), ("ann", 100));
    }
}
