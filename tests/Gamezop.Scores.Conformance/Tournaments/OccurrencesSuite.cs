using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class OccurrencesSuite<TFixture> : TournamentStoreSuite<TFixture>
    where TFixture : TournamentStoreFixture, new()
{
    [Fact]
    public async Task Tournaments_and_occurrences_are_kept_as_they_were_last_written()
    {
        await Store.SaveAsync(new TournamentWrite { Tournament = Cup with { Document = "newer" }, Occurrences = [Second with { Document = "changed" }] }, default);
        await Store.SaveAsync(new TournamentWrite { Tournament = new StoredTournament("other", "o"), Occurrences = [new StoredOccurrence("other", "other", "once")] }, default);
        TournamentStoreState state = await Fixture.OpenAsync();
        state.Tournaments.Should().BeEquivalentTo([Cup with { Document = "newer" }, new StoredTournament("other", "o")]);
        state.Occurrences.Should().BeEquivalentTo([First, Second with { Document = "changed" }, new StoredOccurrence("other", "other", "once")]);
        state.Marked.Should().BeEmpty();
    }

    [Fact]
    public async Task An_empty_write_changes_nothing()
    {
        await Store.SaveAsync(new TournamentWrite(), default);
        TournamentStoreState state = await Fixture.OpenAsync();
        state.Tournaments.Should().Equal(Cup);
        state.Occurrences.Should().BeEquivalentTo([First, Second]);
        (await Store.ReadActionsAsync(null, 10, default)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task A_removed_occurrence_is_gone_at_once_and_its_rows_in_steps(int max)
    {
        foreach (int i in Enumerable.Range(0, 10))
            await JoinAsync($"u{i}");
        await HoldAsync("waiting");
        await JoinAsync("u1", occurrence: Second);
        await Store.ChangePlayerAsync(First.Id, "u2", 1, true, Action("disqualify"), default);
        await Store.SaveAsync(new TournamentWrite { RemovedOccurrences = [First.Id, "unknown"], RemovedTournament = "unknown" }, default);
        await Store.CleanAsync(max, default);

        // Another one of the id begins with nothing, while the old one is still being removed.
        await Store.SaveAsync(new TournamentWrite { Occurrences = [First] }, default);
        (await Store.ListOfUserAsync("u1", default)).Select(player => player.OccurrenceId).Should().Equal(Second.Id);
        (await JoinedAsync()).Should().BeEmpty();
        (await JoinAsync("u3", 9, max: 1)).Should().Be(new TournamentPlace(true, Noon.AddSeconds(9)));
        for (int steps = 0; await Store.CleanAsync(max, default); steps++)
        {
            steps.Should().BeLessThan(1_000);
            await Fixture.OpenAsync();
        }

        TournamentStoreState state = await Fixture.OpenAsync();
        state.Occurrences.Should().BeEquivalentTo([First, Second]);
        state.Marked.Should().BeEmpty();
        (state.Joined[First.Id], state.Joined[Second.Id]).Should().Be((1, 1));
        (await JoinedAsync()).Should().Equal("u3");
        (await JoinedAsync(occurrence: Second)).Should().Equal("u1");
    }

    [Fact]
    public async Task A_removed_tournament_is_gone_with_the_occurrences_that_are_named_and_its_actions_stay()
    {
        await Store.SaveAsync(new TournamentWrite { RemovedTournament = "cup", RemovedOccurrences = [First.Id, Second.Id], Action = Action("remove") }, default);
        TournamentStoreState state = await Fixture.OpenAsync();
        state.Tournaments.Should().BeEmpty();
        state.Occurrences.Should().BeEmpty();
        (await Store.ReadActionsAsync("cup", 10, default)).Should().Equal(Action("remove"));
    }

    [Fact]
    public async Task What_operators_did_is_read_the_latest_first()
    {
        TournamentAction[] actions = [Action("hold", occurrence: First.Id, second: 9), Action("cancel", "other", second: 5), Action("grant-attempts", occurrence: Second.Id, user: "ann")];
        await Store.SaveAsync(new TournamentWrite { Occurrences = [First], Action = actions[0] }, default);
        await Store.SaveAsync(new TournamentWrite { Action = actions[1] }, default);
        await Store.ChangePlayerAsync(Second.Id, "ann", 1, false, actions[2], default);
        await Fixture.OpenAsync();
        (await Store.ReadActionsAsync(null, 10, default)).Should().Equal(actions[2], actions[1], actions[0]);
        (await Store.ReadActionsAsync("cup", 10, default)).Should().Equal(actions[2], actions[0]);
        (await Store.ReadActionsAsync("cup", 1, default)).Should().Equal(actions[2]);
        (await Store.ReadActionsAsync("unknown", 1, default)).Should().BeEmpty();
    }
}
