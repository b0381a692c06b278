using Gamezop.Scores.Competitions.Tests.Tournaments;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Plausibility;

/// <summary>On a board without end plays that can no longer change are put together: those in quarantine are not among them, and those that are stay when one leaves.</summary>
public sealed class SettledQuarantineTests
{
    private const int Plays = 200;

    [Theory]
    [InlineData(LeaderboardScoring.Best, false)]
    [InlineData(LeaderboardScoring.Best, true)]
    [InlineData(LeaderboardScoring.Latest, false)]
    [InlineData(LeaderboardScoring.Latest, true)]
    [InlineData(LeaderboardScoring.Total, false)]
    [InlineData(LeaderboardScoring.Total, true)]
    public async Task An_old_play_can_be_released_and_a_new_one_leaves_what_was_before(LeaderboardScoring scoring, bool sqlite)
    {
        using var file = new SqliteTournamentFile();
        var memory = TournamentStores.InMemory();
        TournamentWorld world = await TournamentWorld.StartAsync(sqlite ? file.Open : () => memory, Noon);
        world.BoardDefinitions = [new LeaderboardDefinition { Id = "b", Scoring = scoring }];
        world.Jury = new Jury([new PlausibilityRules { MaxScore = 1000 }], []);
        await world.RestartAsync();
        for (int i = 0; i < Plays; i++)
        {
            // Two a day. The third is too good to be true, and nobody looks at it for months.
            DateTimeOffset at = Noon.AddHours(12 * i);
            world.Time.SetUtcNow(at.AddSeconds(1));
            await world.HandleAsync(At(at, "ann", i == 3 ? 1500 : i == 5 ? 700 : 100 + i, play: $"play-{i}"));
            await world.RunAsync();
        }

        (await world.Stores.Rankings.ReadPlayersAsync("b#1", [new PlayerRead(new PlayerKey("all", "", "ann"), null)], default))[0].Plays.Count.Should().BeLessThan(Plays - 50);
        double sum = Enumerable.Range(0, Plays).Where(i => i is not 3 and not 5).Sum(i => 100.0 + i) + 700;
        await CheckAsync(scoring switch { LeaderboardScoring.Best => 700, LeaderboardScoring.Latest => 100 + Plays - 1, _ => sum });

        // A play of today is the best, the latest and the most, until it turns out what it was.
        DateTimeOffset today = world.Time.GetUtcNow();
        await world.HandleAsync(At(today, "ann", 900, play: "today"));
        await CheckAsync(scoring == LeaderboardScoring.Total ? sum + 900 : 900);
        await world.HandleAsync(At(today, "ann", 2000, GameState.Playing, play: "today"));
        await CheckAsync(scoring switch { LeaderboardScoring.Best => 700, LeaderboardScoring.Latest => 100 + Plays - 1, _ => sum });

        await world.DecideAsync((await world.QuarantinedAsync())[0], release: true);
        await CheckAsync(scoring switch { LeaderboardScoring.Best => 1500, LeaderboardScoring.Latest => 100 + Plays - 1, _ => sum + 1500 });

        async Task CheckAsync(double expected)
        {
            (await world.Boards.GetPageAsync("b")).Entries.Select(entry => entry.Score).Should().Equal(expected);
            await world.RestartAsync();
            (await world.Boards.GetPageAsync("b")).Entries.Select(entry => entry.Score).Should().Equal(expected);
        }
    }
}
