using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class UsersAndBoardsSuite<TFixture> : LeaderboardStoreSuite<TFixture>
    where TFixture : LeaderboardStoreFixture, new()
{
    [Fact]
    public async Task Bans_and_holds_are_kept_and_lifted()
    {
        await Store.SetBannedAsync("ann", true, Action("ban", "ann"), default);
        await Store.SetBannedAsync("ann", true, Action("ban", "ann"), default);
        await Store.SetBannedAsync("bob", true, Action("ban", "bob"), default);
        await Store.SetBannedAsync("bob", false, Action("unban", "bob"), default);
        await Store.SetBannedAsync("cid", false, Action("unban", "cid"), default);
        await Store.SetHeldAsync("b", true, Action("hold", "b"), default);
        await Store.SetHeldAsync("c", true, Action("hold", "c"), default);
        await Store.SetHeldAsync("c", false, Action("release", "c"), default);
        await Store.SetHeldAsync("d", false, null, default);
        LeaderboardStoreState state = await Fixture.OpenAsync();
        state.Banned.Should().Equal("ann");
        state.Held.Should().Equal("b");
        (await Store.ReadActionsAsync(10, default)).Select(action => $"{action.Kind} {action.Subject}").Should()
            .Equal("release c", "hold c", "hold b", "unban cid", "unban bob", "ban bob", "ban ann", "ban ann");
    }

    [Fact]
    public async Task An_erased_user_is_gone_from_every_board_and_leaves_a_gap_in_closed_windows()
    {
        StoredBoard other = Board with { Scope = "other#1", LeaderboardId = "other" };
        await Store.SaveBoardAsync(other, [], default);
        await Store.WriteAsync(other.Scope, new LeaderboardWrite([Second], [Set(Player("ann", window: Second), 0, Entry(1))], []), default);
        await WriteAsync(
            [Late("e1", "ann"), Late("e2", "bob")],
            Set(Player("ann"), 0, Entry(1), Play("p", 1)), Set(Player("ann", "IN"), 0, Entry(1)), Set(Player("bob"), 0, Entry(2), Play("p", 1)),
                Set(Player("annex"), 0, Entry(3)));
        await Store.FreezeAsync(Scope, First.Key, [Frozen("bob", 0), Frozen("ann", 1), Frozen("cid", 2)], default);
        await Store.RecordAsync(Action("hold-closing", "ann"), default);
        await Store.SetBannedAsync("ann", true, Action("ban", "ann"), default);

        await Store.EraseAsync("ann", default);
        await Store.EraseAsync("ann", default);

        LeaderboardStoreState state = await Fixture.OpenAsync();
        state.Banned.Should().BeEmpty();
        (await Store.ReadActionsAsync(10, default)).Select(action => action.Subject).Should().Equal("", "ann");
        (await EntriesAsync()).Should().Be("/annex=3 /bob=2");
        (await Store.ReadEntriesAsync(other.Scope, Second.Key, null, 10, default)).Should().BeEmpty();
        (await ReadAsync(Player("ann"), null)).Should().BeEquivalentTo(new { Version = 0L, Plays = Array.Empty<PlayRow>() });
        (await ReadAsync(Player("bob"), null)).Plays.Should().ContainSingle();
        (await FrozenAsync()).Should().Equal("0:bob", "2:cid");
        (await Store.FindFrozenAsync(Scope, First.Key, "", ["ann"], default)).Should().BeEmpty();
        (await Store.ReadUncountedAsync(Scope, null, 10, default)).Should().ContainSingle().Which.UserId.Should().Be("bob");
        (await WriteAsync(Set(Player("ann"), 0, Entry(9)))).Written.Should().BeTrue("the user may come again");
    }

    [Fact]
    public async Task Erasures_are_kept_until_they_are_ended()
    {
        await Store.BeginErasureAsync(new UserErasure("ann", "olga", "ticket"), default);
        await Store.BeginErasureAsync(new UserErasure("bob", "olga", "ticket"), default);
        await Store.BeginErasureAsync(new UserErasure("bob", "otto", "again"), default);
        await Store.EraseAsync("ann", default);
        await Fixture.OpenAsync();
        (await Store.ReadErasuresAsync(default)).Should().BeEquivalentTo([new UserErasure("ann", "olga", "ticket"), new UserErasure("bob", "otto", "again")]);
        LeaderboardAction erased = Action("erase", "");
        await Store.EndErasureAsync("ann", erased, default);
        await Fixture.OpenAsync();
        (await Store.ReadErasuresAsync(default)).Should().ContainSingle().Which.UserId.Should().Be("bob");
        (await Store.ReadActionsAsync(10, default)).Should().Equal(erased);
    }

    [Fact]
    public async Task An_erasure_finds_a_user_among_many()
    {
        await WriteAsync([.. Enumerable.Range(0, 3_000).Select(i => Set(Player($"u{i}"), 0, Entry(i), Play("p", 1)))]);
        foreach (string user in new[] { "u0", "u1500", "u2999" })
            await Store.EraseAsync(user, default);
        (await EntriesAsync(page: 10_000)).Split(' ').Should().HaveCount(2_997).And.NotContain(["/u0=0", "/u1500=1500", "/u2999=2999"]);
        (await ReadAsync(Player("u1500"), null)).Plays.Should().BeEmpty();
    }

    [Fact]
    public async Task Boards_are_kept_by_scope_and_a_removed_one_takes_everything_with_it()
    {
        StoredBoard second = Board with { Scope = "b#2", State = StoredBoardState.Building };
        await Store.SaveBoardAsync(second, [], default);
        await WriteAsync([Late("e", "ann")], Set(Player("ann"), 0, Entry(1), Play("p", 1)));
        await Store.SaveBoardAsync(second with { State = StoredBoardState.Active }, [], default);
        (await Fixture.OpenAsync()).Boards.Should().BeEquivalentTo([Board, second with { State = StoredBoardState.Active }]);

        await Store.RemoveBoardAsync(Scope, default);
        await Store.RemoveBoardAsync(Scope, default);
        (await Fixture.OpenAsync()).Boards.Should().ContainSingle().Which.Scope.Should().Be("b#2");
        await Store.SaveBoardAsync(Board, [], default);
        (await EntriesAsync()).Should().BeEmpty();
        (await Store.ReadUncountedAsync(Scope, null, 10, default)).Should().BeEmpty();
        (await WriteAsync(Set(Player("ann"), 0, Entry(2)))).Written.Should().BeTrue();
    }

    [Fact]
    public async Task What_operators_did_is_read_the_latest_first()
    {
        LeaderboardAction[] actions = [.. Enumerable.Range(0, 3)
            .Select(i => new LeaderboardAction(Monday.AddSeconds(-i), $"kind{i}", "subject", "actor", "reason 'with' quotes"))];
        foreach (LeaderboardAction action in actions)
            await Store.RecordAsync(action, default);
        await Fixture.OpenAsync();
        (await Store.ReadActionsAsync(2, default)).Should().Equal(actions[2], actions[1]);
    }

    [Fact]
    public async Task What_led_to_a_change_of_a_board_is_kept_with_it()
    {
        LeaderboardAction[] actions = [Action("remove-entry", "b/w") with { UserId = "ann" }, Action("rebuild", "b")];
        await Store.SaveBoardAsync(Board with { Definition = "changed" }, actions, default);
        (await Fixture.OpenAsync()).Boards.Should().ContainSingle().Which.Definition.Should().Be("changed");
        (await Store.ReadActionsAsync(10, default)).Should().Equal(actions[1], actions[0]);
    }

    private static UncountedEvent Late(string id, string user) => new(id, UncountedReason.Late, First.Key, user, "g", "p", 1, Monday, Monday);
}
