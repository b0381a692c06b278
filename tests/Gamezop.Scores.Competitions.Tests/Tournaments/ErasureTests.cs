using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

public sealed class ErasureTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>A settlement that was cut off is finished before the user goes, and can take long.</summary>
    [Fact]
    public async Task Scores_come_in_while_an_erasure_waits_for_a_settlement()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        var all = new TournamentDefinition { Id = "all", Games = [Game], StartsAt = Noon, Duration = TimeSpan.FromDays(1) };
        TournamentWorld world = await TournamentWorld.StartAsync(new TournamentStores(new MemoryTournamentStore(), store, new MemoryRewardStore()), Noon, all, Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 1), Played("bob", "b", Noon.AddMinutes(2), 2));
        store.FailAt = (nameof(ILeaderboardStore.FreezeAsync), 1, false);
        await world.RunAsync(Settled(Noon.AddHours(1)));
        (await world.Tournaments.GetAsync("cup")).Status.Should().Be(TournamentStatus.Settling);

        store.FailAt = null;
        using var freezing = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        store.OnCall = method =>
        {
            if (method != nameof(ILeaderboardStore.FreezeAsync))
                return;
            freezing.Release();
            goOn.Wait();
        };
        Task erasing = Task.Run(() => world.Users.EraseAsync("ann", "op", "asked for it").AsTask());
        (await freezing.WaitAsync(Limit)).Should().BeTrue();
        try
        {
            await world.HandleAsync(Played("bob", "c", Noon.AddHours(1.1), 3, receivedAt: Settled(Noon.AddHours(1)))).WaitAsync(Limit);
            (await world.ShowAsync("all")).Should().Be("1:bob=3", "ann is hidden already");
        }
        finally
        {
            goOn.Set();
            await erasing;
        }

        (await world.ShowAsync("cup")).Should().Be("1:bob=2");
        (await world.ShowAsync("all")).Should().Be("1:bob=3");
    }
}
