using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Conformance;

public abstract class ClosingSuite<TFixture> : LeaderboardStoreSuite<TFixture>
    where TFixture : LeaderboardStoreFixture, new()
{
    [Fact]
    public async Task A_window_that_ends_where_it_is_closed_takes_no_more_writes_and_the_next_one_does()
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1)));
        await Store.CloseAsync(Scope, First.EndsAt, default);
        (await WriteAsync(Set(Player("ann", window: Second), 0, Entry(1)), Set(Player("ann"), 1, Entry(2)))).Should().Be(new LeaderboardWriteResult(false, First.EndsAt));
        (await EntriesAsync(Second)).Should().BeEmpty();
        (await WriteAsync(Set(Player("ann", window: Second), 0, Entry(1)))).Should().Be(new LeaderboardWriteResult(true, First.EndsAt));
        (await EntriesAsync()).Should().Be("/ann=1");
    }

    [Fact]
    public async Task Closing_never_goes_back()
    {
        await Store.CloseAsync(Scope, Second.EndsAt, default);
        await Store.CloseAsync(Scope, First.EndsAt, default);
        await Store.SaveBoardAsync(Board with { Definition = "other" }, default);
        LeaderboardStoreState state = await Fixture.OpenAsync();
        state.Boards.Should().Equal(Board with { Definition = "other", ClosedThrough = Second.EndsAt });
        (await WriteAsync(Set(Player("ann"), 0, Entry(1)))).Written.Should().BeFalse();
    }

    [Fact]
    public async Task Frozen_places_are_read_by_position_and_by_user()
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1)));
        await Store.FreezeAsync(Scope, First.Key, [Frozen("c", 2), Frozen("a", 0), Frozen("in", 0, "IN")], default);
        await Store.FreezeAsync(Scope, First.Key, [Frozen("a", 0), Frozen("b", 1), Frozen("d", 3)], default);
        (await FrozenAsync()).Should().Equal("0:a", "1:b", "2:c", "3:d");
        (await FrozenAsync(1, 2)).Should().Equal("1:b", "2:c");
        (await FrozenAsync(4)).Should().BeEmpty();
        (await FrozenAsync(0, int.MaxValue, "IN")).Should().Equal("0:in");
        (await Store.FindFrozenAsync(Scope, First.Key, "", ["d", "nobody", "a", "d"], default)).Should().Equal(Frozen("a", 0), Frozen("d", 3));
        (await Store.FindFrozenAsync(Scope, Second.Key, "", ["a"], default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_closed_window_keeps_its_places_and_totals_and_loses_its_players()
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1), Play("p", 1)), Set(Player("ann", window: Second), 0, Entry(1)));
        await Store.FreezeAsync(Scope, First.Key, [Frozen("ann", 0)], default);
        StoredWindow closed = First with { State = StoredWindowState.Closed, Totals = new Dictionary<string, int> { [""] = 1, ["IN"] = 7 } };
        await Store.SaveWindowAsync(Scope, closed, default);
        await Store.SaveWindowAsync(Scope, closed with { State = StoredWindowState.Announced }, default);
        IReadOnlyList<StoredWindow> windows = (await Fixture.OpenAsync()).Windows[Scope];
        windows.Should().BeEquivalentTo([closed with { State = StoredWindowState.Announced }, Second]);
        (await FrozenAsync()).Should().Equal("0:ann");
        (await EntriesAsync()).Should().BeEmpty();
        (await ReadAsync(Player("ann"), null)).Plays.Should().BeEmpty();
        (await EntriesAsync(Second)).Should().Be("/ann=1");
    }

    [Fact]
    public async Task Of_a_freeze_that_was_not_finished_no_place_stays_behind_the_totals()
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1)));
        await Store.FreezeAsync(Scope, First.Key, [Frozen("ann", 0), Frozen("bob", 1), Frozen("cid", 2), Frozen("ann", 0, "IN"), Frozen("bob", 0, "DE")], default);
        await Store.FreezeAsync(Scope, First.Key, [Frozen("bob", 0), Frozen("cid", 1), Frozen("bob", 0, "DE")], default);
        await Store.SaveWindowAsync(Scope, First with { State = StoredWindowState.Closed, Totals = new Dictionary<string, int> { [""] = 2, ["DE"] = 1 } }, default);
        (await FrozenAsync()).Should().Equal("0:bob", "1:cid");
        (await FrozenAsync(0, 9, "IN")).Should().BeEmpty();
        (await FrozenAsync(0, 9, "DE")).Should().Equal("0:bob");
        (await Store.FindFrozenAsync(Scope, First.Key, "", ["ann", "bob", "cid"], default)).Should().Equal(Frozen("bob", 0), Frozen("cid", 1));
        (await Store.FindFrozenAsync(Scope, First.Key, "IN", ["ann"], default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_removed_window_is_gone_and_can_come_again()
    {
        await WriteAsync(Set(Player("ann"), 0, Entry(1), Play("p", 1)), Set(Player("bob", window: Second), 0, Entry(2)));
        await Store.FreezeAsync(Scope, First.Key, [Frozen("ann", 0)], default);
        await Store.RemoveWindowAsync(Scope, First.Key, default);
        await Store.RemoveWindowAsync(Scope, First.Key, default);
        (await Fixture.OpenAsync()).Windows[Scope].Select(window => window.Key).Should().Equal(Second.Key);
        (await FrozenAsync()).Should().BeEmpty();
        (await WriteAsync(Set(Player("ann"), 0, Entry(3)))).Written.Should().BeTrue();
        (await EntriesAsync()).Should().Be("/ann=3");
        (await ReadAsync(Player("ann"), null)).Plays.Should().BeEmpty();
        (await EntriesAsync(Second)).Should().Be("/bob=2");
    }
}
