using Gamezop.Scores.Competitions.Tests.Tournaments;
using static Gamezop.Scores.Competitions.Tests.Plausibility.Plays;
using static Gamezop.Scores.GameState;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>A session may have any number of plays: what an event of it costs does not grow with them.</summary>
public sealed class LongSessionTests
{
    private static readonly PlausibilityRules OneCountry = new() { OneCountryPerSession = true };

    [Theory]
    [InlineData("memory", 4_000)]
    [InlineData("sqlite", 1_000)]
    public async Task An_event_reads_and_writes_as_much_after_thousands_of_plays_as_before(string engine, int plays)
    {
        using var file = new SqliteTournamentFile();
        TournamentStores stores = engine == "memory" ? TournamentStores.InMemory() : file.Open();
        var counting = new CountingPlausibility(stores.Plausibility);
        TournamentWorld world = await QuarantineTests.StartAsync(OneCountry, () => stores with { Plausibility = counting.Store });
        await world.HandleAsync(Event(Over, 0, 1, play: "p-0", country: "IN"));
        counting.Clear();
        await world.HandleAsync(Event(Over, 1, 1, play: "p-1", country: "IN"));
        (int calls, long bytes) = (counting.Calls, counting.Bytes);
        bytes.Should().BePositive();
        foreach (int[] some in Enumerable.Range(2, plays).Chunk(500))
            await world.HandleAsync(some.Select(i => Event(Over, 2 + i, 1, play: $"p-{i}", country: "IN")));
        counting.Clear();
        await world.HandleAsync(Event(Over, 9_000, 1, play: "p-x", country: "IN"));
        counting.Calls.Should().Be(calls);
        counting.Bytes.Should().BeInRange(bytes - 64, bytes + 64, "no row grows with the number of plays");
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task Another_country_concerns_every_play_of_a_long_session_and_no_other_play(string engine)
    {
        using var file = new SqliteTournamentFile();
        TournamentStores stores = engine == "memory" ? TournamentStores.InMemory() : file.Open();
        TournamentWorld world = await QuarantineTests.StartAsync(OneCountry, () => stores);
        await world.HandleAsync(Enumerable.Range(0, 1_200).Select(i => Event(Over, i, i, play: $"p-{i}", country: "IN")).Append(Event(Over, 5, 7, play: "q", session: "other", country: "IN")));
        await world.HandleAsync(Event(Loaded, 2_000, play: "z", country: "DE"));
        (await QuarantineTests.ShowAsync(world)).Should().Be("ann=7 | 1:ann=7");
        (await world.QuarantinedAsync()).Should().HaveCount(1_000, "that is a whole page of them");
        (await world.Stores.Plausibility.FindAsync([new PlayId("ann", "NyM_JGWcx", "p-1199"), new PlayId("ann", "NyM_JGWcx", "q")], default))
            .Should().ContainSingle().Which.Status.Should().Be(JudgedPlayStatus.Quarantined);
    }
}
