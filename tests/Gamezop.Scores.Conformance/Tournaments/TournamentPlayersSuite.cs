using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class TournamentPlayersSuite<TFixture> : TournamentStoreSuite<TFixture>
    where TFixture : TournamentStoreFixture, new()
{
    [Fact]
    public async Task Who_has_joined_keeps_the_first_time()
    {
        (await JoinAsync("ann", 1)).Should().Be(new TournamentPlace(true, Noon.AddSeconds(1)));
        (await JoinAsync("ann", 9)).Should().Be(new TournamentPlace(true, Noon.AddSeconds(1)));
        (await HoldAsync("ann", max: 1)).Should().Be(new TournamentPlace(true, Noon.AddSeconds(1)));
        await Store.GiveBackPlaceAsync(First.Id, "ann", default);
        (await Fixture.OpenAsync()).Joined[First.Id].Should().Be(1);
        (await Store.ReadPlayersAsync(First.Id, ["bob", "ann"], default)).Should().Equal(new StoredTournamentPlayer(First.Id, "ann", Noon.AddSeconds(1), 0, false));
    }

    [Fact]
    public async Task A_held_place_counts_until_it_is_given_back_or_the_process_is_gone()
    {
        (await HoldAsync("ann", max: 1)).Should().Be(new TournamentPlace(true, null));
        (await HoldAsync("ann", max: 1)).IsTaken.Should().BeTrue("it is the same one");
        (await HoldAsync("bob", max: 1)).Should().Be(default(TournamentPlace));
        (await JoinAsync("bob", max: 1)).IsTaken.Should().BeFalse();
        (await JoinedAsync()).Should().BeEmpty("a held place is not a joining");
        await Store.GiveBackPlaceAsync(First.Id, "ann", default);
        await Store.GiveBackPlaceAsync(First.Id, "ann", default);
        (await HoldAsync("bob", max: 1)).IsTaken.Should().BeTrue();
        await Fixture.OpenAsync();
        (await JoinAsync("cid", max: 1)).IsTaken.Should().BeTrue("nobody held it any more");
        (await JoinAsync("bob", max: 1)).IsTaken.Should().BeFalse();
    }

    [Fact]
    public async Task A_held_place_becomes_a_joining_and_counts_once()
    {
        await HoldAsync("ann", max: 2);
        (await JoinAsync("ann", 3, max: 2)).Should().Be(new TournamentPlace(true, Noon.AddSeconds(3)));
        (await JoinAsync("bob", max: 2)).IsTaken.Should().BeTrue();
        (await JoinAsync("cid", max: 2)).IsTaken.Should().BeFalse();
        (await Fixture.OpenAsync()).Joined[First.Id].Should().Be(2);
    }

    [Fact]
    public async Task However_many_come_at_once_there_are_never_more_than_there_are_places()
    {
        TournamentPlace[] places = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => i % 2 == 0 ? HoldAsync($"u{i}", max: 7) : JoinAsync($"u{i}", i, max: 7))));
        places.Count(place => place.IsTaken).Should().Be(7);
        (await JoinedAsync()).Should().HaveCount(places.Count(place => place.JoinedAt is not null));
    }

    [Fact]
    public async Task Places_of_one_occurrence_are_not_those_of_another()
    {
        (await JoinAsync("ann", max: 1)).IsTaken.Should().BeTrue();
        (await JoinAsync("bob", max: 1, occurrence: Second)).IsTaken.Should().BeTrue();
        (await JoinAsync("ann", occurrence: Second)).IsTaken.Should().BeTrue();
        await Store.AddPlacedAsync(First.Id, ["ann", "cid"], default);
        await Store.AddPlacedAsync(First.Id, ["cid"], default);
        async Task<IEnumerable<(string, bool, bool)>> Of(string user) =>
            (await Store.ListOfUserAsync(user, default)).Select(player => (player.OccurrenceId, player.JoinedAt is not null, player.HasPlace));
        (await Of("ann")).Should().BeEquivalentTo([(First.Id, true, true), (Second.Id, true, false)]);
        (await Of("bob")).Should().Equal((Second.Id, true, false));
        (await Of("cid")).Should().Equal((First.Id, false, true));
        (await Of("dan")).Should().BeEmpty();
        (await Store.ListJoinedAsync(First.Id, null, 10, default)).Select(player => player.UserId).Should().Equal("ann");
        (await JoinAsync("dan", max: 2)).IsTaken.Should().BeTrue("a place in the standings takes none of those to join");
    }

    [Fact]
    public async Task Who_has_joined_is_listed_page_by_page_whatever_the_ids()
    {
        string[] users = ["ann", "Ann", "\u00E9", "\uFFFD", "\U0001F600", " ", "a'b", "ann2"];
        foreach (string user in users)
            await JoinAsync(user);
        await HoldAsync("held");
        await Store.ChangePlayerAsync(First.Id, "marked", 1, true, Action("disqualify"), default);
        foreach (int page in new[] { 1, 3, 100 })
            (await JoinedAsync(page)).Should().Equal(users.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Players_are_treated_apart_before_and_after_they_join()
    {
        (await Store.ChangePlayerAsync(First.Id, "ann", 2, false, Action("grant-attempts"), default)).Should().Be(new StoredTournamentPlayer(First.Id, "ann", null, 2, false));
        await JoinAsync("ann", 1);
        (await Store.ChangePlayerAsync(First.Id, "ann", 3, false, Action("grant-attempts"), default)).Should().Be(new StoredTournamentPlayer(First.Id, "ann", Noon.AddSeconds(1), 5, false));
        (await Store.ChangePlayerAsync(First.Id, "ann", 0, true, Action("disqualify"), default)).Should().Be(new StoredTournamentPlayer(First.Id, "ann", Noon.AddSeconds(1), 5, true));
        (await Store.ChangePlayerAsync(First.Id, "ann", 0, false, Action("grant-attempts"), default)).IsDisqualified.Should().BeTrue("nothing takes that back");
        await JoinAsync("bob");
        TournamentStoreState state = await Fixture.OpenAsync();
        state.Marked.Should().Equal(new StoredTournamentPlayer(First.Id, "ann", Noon.AddSeconds(1), 5, true));
        state.Joined[First.Id].Should().Be(2);
        state.Joined.GetValueOrDefault(Second.Id).Should().Be(0);
    }

    [Fact]
    public async Task An_erased_user_is_gone_from_every_occurrence_and_leaves_places_to_others()
    {
        await JoinAsync("ann", max: 1);
        await Store.ChangePlayerAsync(First.Id, "ann", 1, true, Action("disqualify", occurrence: First.Id, user: "ann"), default);
        await Store.TakePlaceAsync(Second.Id, "ann", null, 1, default);
        await JoinAsync("annex");
        await Store.EraseAsync("ann", default);
        await Store.EraseAsync("ann", default);
        (await Store.ListOfUserAsync("ann", default)).Should().BeEmpty();
        (await Store.ReadPlayersAsync(First.Id, ["ann"], default)).Should().BeEmpty();
        (await JoinAsync("bob", max: 1, occurrence: Second)).IsTaken.Should().BeTrue();
        (await Store.ReadActionsAsync(null, 10, default)).Should().Equal(Action("disqualify", occurrence: First.Id));
        TournamentStoreState state = await Fixture.OpenAsync();
        state.Marked.Should().BeEmpty();
        state.Joined[First.Id].Should().Be(1);
        (await JoinAsync("ann", 5)).JoinedAt.Should().Be(Noon.AddSeconds(5), "the user may come again");
    }
}
