using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A player's scores are removed from one occurrence, without a ban.</summary>
public sealed class RemovalTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_removed_play_uses_no_attempt_and_stays_removed(string engine)
    {
        using var file = new SqliteTournamentFile();
        var memory = TournamentStores.InMemory();
        TournamentWorld world = await TournamentWorld.StartAsync(() => engine == "sqlite" ? file.Open() : memory, Noon, WithAttempts(1));
        Event[] events = [Played("ann", "a", Noon.AddMinutes(1), 90), Played("ann", "b", Noon.AddMinutes(2), 10), Played("bob", "c", Noon.AddMinutes(3), 20)];
        await world.HandleAsync(events);
        (await world.ShowAsync("cup")).Should().Be("1:ann=90 2:bob=20");
        (await world.Tournaments.RemovePlayAsync("cup", new PlayId("ann", Game, "a"), "olga", "impossible")).Should().BeTrue();
        (await world.ShowAsync("cup")).Should().Be("1:bob=20 2:ann=10");
        await world.HandleAsync(events);
        await world.RestartAsync();
        await world.HandleAsync(events.Append(Played("ann", "a", Noon.AddMinutes(5), 95)));
        (await world.ShowAsync("cup")).Should().Be("1:bob=20 2:ann=10");
        await world.Tournaments.ExtendAsync("cup", Noon.AddHours(2), "olga", "longer");
        (await world.ShowAsync("cup")).Should().Be("1:bob=20 2:ann=10", "it is judged anew without it");
        (await world.Tournaments.GetActionsAsync("cup")).Should()
            .Contain(new TournamentAction(world.Time.GetUtcNow(), "remove-play", "cup", "cup", "ann", "olga", "impossible"));
        (await world.Tournaments.RemovePlayAsync("cup", new PlayId("ann", Game, "a"), "olga", "again")).Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task A_removed_entry_stays_removed_and_later_plays_count(int? attempts)
    {
        TournamentWorld world = await TournamentWorld.StartAsync(WithAttempts(attempts));
        Event[] events = [Played("ann", "a", Noon.AddMinutes(1), 90), Played("ann", "b", Noon.AddMinutes(20), 10),
            Played("ann", "begun", Noon.AddMinutes(21), 0, GameState.Start), Played("bob", "c", Noon.AddMinutes(3), 20)];
        await world.HandleAsync(events);
        world.Time.SetUtcNow(Noon.AddMinutes(25));
        (await world.Tournaments.RemoveEntryAsync("cup", "ann", "olga", "asked for it")).Should().BeTrue();
        (await world.ShowAsync("cup")).Should().Be("1:bob=20");
        await world.HandleAsync(events.Append(Played("ann", "late", Noon.AddMinutes(10), 80)));
        (await world.ShowAsync("cup")).Should().Be("1:bob=20");
        await world.HandleAsync(Played("ann", "d", Noon.AddMinutes(30), 7));
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().Be("1:bob=20 2:ann=7");
        await world.Users.EraseAsync("ann", "olga", "asked for it");
        (await world.Stores.Tournaments.StartAsync(default)).Occurrences.Should()
            .NotContain(occurrence => occurrence.Document.Contains("ann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_removed_is_let_go_when_the_occurrence_is_over()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(WithAttempts(null));
        await world.HandleAsync(
            Played("ann", "a", Noon.AddMinutes(1), 90), Played("ann", "b", Noon.AddMinutes(2), 80), Played("bob", "c", Noon.AddMinutes(3), 20));
        foreach (var play in new[] { "a", "b" })
            await world.Tournaments.RemovePlayAsync("cup", new PlayId("ann", Game, play), "olga", "impossible");
        (await RemovalsAsync()).Should().ContainSingle().Which.Plays.Should().HaveCount(2);
        await world.RunAsync(Settled(Noon.AddHours(2)));
        (await world.ShowAsync("cup")).Should().Be("1:bob=20");
        (await RemovalsAsync()).Should().BeEmpty("nothing is judged anew any more");

        async Task<IReadOnlyList<ScoreRemoval>> RemovalsAsync() =>
            OccurrenceDocument.Read((await world.Stores.Tournaments.StartAsync(default)).Occurrences.Single().Document).Removals;
    }

    [Fact]
    public async Task What_is_dated_ahead_goes_and_what_is_made_after_the_removal_counts()
    {
        var world = await TournamentWorld.StartAsync(WithAttempts(null));
        world.Time.SetUtcNow(Noon.AddMinutes(10));
        var ahead = Played("ann", "ahead", Noon.AddMinutes(14), 90) with { ReceivedAt = Noon.AddMinutes(10) };
        await world.HandleAsync(ahead, Played("bob", "c", Noon.AddMinutes(3), 20));
        (await world.Tournaments.RemoveEntryAsync("cup", "ann", "olga", "reason")).Should().BeTrue();
        await world.HandleAsync(ahead, Played("ann", "honest", Noon.AddMinutes(11), 7), Played("ann", "ahead", Noon.AddMinutes(15), 95));
        (await world.ShowAsync("cup")).Should().Be("1:bob=20 2:ann=7");
        await world.Tournaments.ExtendAsync("cup", Noon.AddHours(2), "olga", "longer");
        (await world.ShowAsync("cup")).Should().Be("1:bob=20 2:ann=7");
    }

    [Fact]
    public async Task What_is_settled_refuses_and_does_not_change()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 90), Played("bob", "c", Noon.AddMinutes(3), 20));
        await world.RunAsync(Settled(Noon.AddHours(1)));
        await world.Tournaments.Awaiting(tournaments => tournaments.RemoveEntryAsync("cup", "ann", "olga", "late")).Should()
            .ThrowAsync<TournamentRefusedException>();
        await world.Tournaments.Awaiting(tournaments => tournaments.RemovePlayAsync("cup", new PlayId("ann", Game, "a"), "olga", "late")).Should()
            .ThrowAsync<TournamentRefusedException>();
        (await world.ShowAsync("cup")).Should().Be("1:ann=90 2:bob=20");
        (await world.GrantsAsync()).Should().Equal("p/cup/0/ann 5 coins");
    }

    [Fact]
    public async Task Standings_are_asked_by_score_live_and_final()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup());
        await world.HandleAsync(Enumerable.Range(1, 9).Select(i => Played($"u{i}", "p", Noon.AddMinutes(i), i)));
        foreach (bool final in new[] { false, true })
        {
            if (final)
                await world.RunAsync(Settled(Noon.AddHours(1)));
            LeaderboardRange range = await world.Tournaments.GetRangeAsync("cup", 3, 6, 1, 2);
            (range.Count, range.Page.Total).Should().Be((4, 9));
            range.Page.Entries.Select(entry => (entry.UserId, entry.Rank)).Should().Equal(("u5", 5), ("u4", 6));
            (await world.Tournaments.GetRankAsync("cup", 6)).Should().Match<LeaderboardRank>(rank => rank.Rank == 4 && rank.Better == 3 && rank.Total == 9);
            (await world.Tournaments.GetUserPageAsync("cup", "u9", 1))!.Neighbours.Select(entry => entry.UserId).Should().Equal("u9", "u8", "u7");
        }
    }

    private static TournamentDefinition WithAttempts(int? attempts) =>
        new() { Id = "cup", Games = [Game], StartsAt = Noon, Duration = TimeSpan.FromHours(1), MaxAttempts = attempts };
}
