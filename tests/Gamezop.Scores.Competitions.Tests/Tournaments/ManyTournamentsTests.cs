using System.Runtime.CompilerServices;
using Gamezop.Scores.Competitions.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>What a player's page costs does not grow with the tournaments that are over.</summary>
public sealed class ManyTournamentsTests
{
    private const int Many = 1_500;

    [Fact]
    public async Task A_players_page_asks_for_what_it_shows()
    {
        var calls = new StrongBox<int>();
        TournamentStores memory = TournamentStores.InMemory();
        TournamentStores stores = memory with { Rankings = CountedStore<ILeaderboardStore>.Of(memory.Rankings, calls), Tournaments = CountedStore<ITournamentStore>.Of(memory.Tournaments, calls) };
        TournamentWorld world = await TournamentWorld.StartAsync(stores, Noon, EveryMinute());
        int[] played = [3, 700, 1_200];
        await world.HandleAsync(Played("bob", "b", Noon, 1));
        world.Time.SetUtcNow(Noon.AddMinutes(Many));
        world.OldestWaiting = Noon;
        await world.HandleAsync(played.Select(minute => Played("ann", $"{minute}", Noon.AddMinutes(minute), minute)));
        world.OldestWaiting = null;
        await world.RunAsync(Noon.AddMinutes(Many + 2));
        (await world.Tournaments.ListAsync(TournamentStatus.Finished, Many - 1, 10)).Should().NotBeEmpty();

        foreach (bool restarted in new[] { false, true })
        {
            if (restarted)
                await world.RestartAsync();
            calls.Value = 0;
            IReadOnlyList<TournamentParticipation> own = await world.Tournaments.GetOfUserAsync("ann");
            own.Select(one => one.Entry!.Score).Should().Equal(1_200, 700, 3);
            calls.Value.Should().BeLessThan(10, "one call finds the three, and a few read each");

            calls.Value = 0;
            (await world.Tournaments.GetOfUserAsync("ann", 1, 1)).Should().ContainSingle().Which.Tournament.Id.Should().Be(own[1].Tournament.Id);
            calls.Value.Should().BeLessThan(5);

            calls.Value = 0;
            (await world.Tournaments.GetOfUserAsync("nobody")).Should().BeEmpty();
            calls.Value.Should().Be(1);

            calls.Value = 0;
            (await world.Tournaments.GetParticipationAsync(own[0].Tournament.Id, "ann"))!.Entry!.Rank.Should().Be(1);
            (await world.Tournaments.GetParticipationAsync(own[0].Tournament.Id, "bob")).Should().BeNull();
            calls.Value.Should().BeLessThan(6);
        }
    }

    [Fact]
    public async Task A_page_of_tournaments_allocates_what_it_shows()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(TournamentStores.InMemory(), Noon, EveryMinute());
        await world.RunAsync(Noon.AddMinutes(3));
        long few = await AllocatedAsync(world);
        await world.RunAsync(Noon.AddMinutes(Many));
        long many = await AllocatedAsync(world);
        many.Should().BeLessThan((few * 2) + 4_000);
    }

    [Fact]
    public async Task As_many_stay_as_are_to_be_kept()
    {
        await using PublicHost host = await PublicHost.StartAsync(Noon, scores => scores.AddTournaments(cups =>
        {
            cups.FinishedKept = 3;
            cups.Add(EveryMinute());
        }));
        await host.PostAsync("ann", "a", 1, Noon);
        host.Time.Advance(TimeSpan.FromMinutes(10));
        await host.WhileTimePassesAsync(async () => (await host.Tournaments.ListAsync(TournamentStatus.Finished)) is { Count: 3 } left && left[^1].StartsAt > Noon.AddMinutes(5));
        (await host.Tournaments.GetOfUserAsync("ann")).Should().BeEmpty("the first one is gone with its places");
        FluentActions.Invoking(() => new TournamentsOptions { FinishedKept = -1 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static async Task<long> AllocatedAsync(TournamentWorld world)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            await world.Tournaments.ListAsync(null, 0, 3);
            await world.Tournaments.GetOccurrencesAsync("cup", 0, 3);
            await world.Tournaments.GetAsync("cup");
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static TournamentDefinition EveryMinute() => new() { Id = "cup", Games = [Game], Cron = "* * * * *", Duration = TimeSpan.FromSeconds(50), Grace = TimeSpan.Zero };
}
