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
        (await WriteAsync(Set(Player("ann", window: Second), 0, Entry(1)), Set(Player("ann"), 1, Entry(2)))).Should()
            .Be(new LeaderboardWriteResult(false, First.EndsAt));
        (await EntriesAsync(Second)).Should().BeEmpty();
        (await WriteAsync(Set(Player("ann", window: Second), 0, Entry(1)))).Should().Be(new LeaderboardWriteResult(true, First.EndsAt));
        (await EntriesAsync()).Should().Be("/ann=1");
    }

    [Fact]
    public async Task Closing_never_goes_back()
    {
        await Store.CloseAsync(Scope, Second.EndsAt, default);
        await Store.CloseAsync(Scope, First.EndsAt, default);
        await Store.SaveBoardAsync(Board with { Definition = "other" }, [], default);
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
        var totals = new Dictionary<string, int> { [""] = 1, ["IN"] = 7 };
        var closed = First with { State = StoredWindowState.Closed, Totals = totals, Ranking = LeaderboardRanking.Dense };
        await Store.SaveWindowAsync(Scope, closed, default);
        await Store.SaveWindowAsync(Scope, closed with { State = StoredWindowState.Announced }, default);
        await CleanAsync(100);
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
        await Store.FreezeAsync(
            Scope, First.Key, [Frozen("ann", 0), Frozen("bob", 1), Frozen("cid", 2), Frozen("ann", 0, "IN"), Frozen("bob", 0, "DE")], default);
        await Store.FreezeAsync(Scope, First.Key, [Frozen("bob", 0), Frozen("cid", 1), Frozen("bob", 0, "DE")], default);
        await Store.SaveWindowAsync(
            Scope, First with { State = StoredWindowState.Closed, Totals = new Dictionary<string, int> { [""] = 2, ["DE"] = 1 } }, default);
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

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task What_a_closed_window_leaves_goes_in_steps_also_across_restarts(int max)
    {
        await WriteAsync([.. Enumerable.Range(0, 20).Select(i => Set(
            Player($"u{i}"), 0, Entry(i), [.. Enumerable.Range(0, i).Select(play => Play($"p{play}", 1))])), Set(Player("in", "IN"), 0, Entry(1))]);
        await WriteAsync(Set(Player("ann", window: Second), 0, Entry(1), Play("p", 1)));
        await Store.FreezeAsync(Scope, First.Key, [Frozen("u0", 0), Frozen("u1", 1)], default);
        await Store.SaveWindowAsync(Scope, First with { State = StoredWindowState.Closed, Totals = new Dictionary<string, int> { [""] = 2 } }, default);
        await CleanAsync(max, restarting: true);
        (await EntriesAsync()).Should().BeEmpty();
        (await ReadAsync(Player("u19"), null)).Should().BeEquivalentTo(new { Version = 0L, Plays = Array.Empty<PlayRow>() });
        (await FrozenAsync()).Should().Equal("0:u0", "1:u1");
        (await EntriesAsync(Second)).Should().Be("/ann=1");
        (await ReadAsync(Player("ann", window: Second), null)).Plays.Should().ContainSingle();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_removed_window_leaves_nothing_to_one_of_its_key_that_comes_before_all_of_it_is_gone(int max)
    {
        await WriteAsync([.. Enumerable.Range(0, 20).Select(i => Set(Player($"u{i}"), 0, Entry(i), Play("p", 1)))]);
        await Store.FreezeAsync(Scope, First.Key, [.. Enumerable.Range(0, 20).Select(i => Frozen($"u{i}", i))], default);
        await Store.RemoveWindowAsync(Scope, First.Key, default);
        await Store.CleanAsync(max, default);
        (await Fixture.OpenAsync()).Windows[Scope].Should().BeEmpty();
        (await WriteAsync(Set(Player("u7"), 0, Entry(3)))).Written.Should().BeTrue();
        await Store.FreezeAsync(Scope, First.Key, [Frozen("u7", 0)], default);
        await CleanAsync(max, restarting: true);
        (await EntriesAsync()).Should().Be("/u7=3");
        (await ReadAsync(Player("u7"), null)).Plays.Should().BeEmpty();
        (await FrozenAsync()).Should().Equal("0:u7");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_removed_board_leaves_nothing_to_one_of_its_name_that_comes_before_all_of_it_is_gone(int max)
    {
        UncountedEvent[] late = [.. Enumerable.Range(0, 20)
            .Select(i => new UncountedEvent($"e{i}", UncountedReason.Late, First.Key, "ann", "g", "p", 1, Monday, Monday))];
        await WriteAsync(late, [.. Enumerable.Range(0, 20).Select(i => Set(Player($"u{i}"), 0, Entry(i), Play("p", 1)))]);
        await Store.CloseAsync(Scope, First.EndsAt, default);
        await Store.RemoveBoardAsync(Scope, default);
        await Store.CleanAsync(max, default);
        (await Fixture.OpenAsync()).Boards.Should().BeEmpty();
        await Store.SaveBoardAsync(Board, [], default);
        (await WriteAsync([late[3]], Set(Player("u7"), 0, Entry(3)))).Written.Should().BeTrue("it is another one");
        await CleanAsync(max, restarting: true);
        (await EntriesAsync()).Should().Be("/u7=3");
        (await Store.ReadUncountedAsync(Scope, null, 100, default)).Should().Equal(late[3]);
        (await Fixture.OpenAsync()).Boards.Should().Equal(Board);
    }

    /// <summary>A freezing was killed, and who had the first place is gone when it is done again.</summary>
    [Fact]
    public async Task Places_beyond_the_total_are_gone_with_the_close()
    {
        await WriteAsync(Set(Player("a"), 0, Entry(1)), Set(Player("b", "IN"), 0, Entry(1)));
        await Store.FreezeAsync(Scope, First.Key, [Frozen("a", 0), Frozen("b", 1), Frozen("c", 2), Frozen("b", 0, "IN")], default);
        await Store.FreezeAsync(Scope, First.Key, [Frozen("b", 0), Frozen("c", 1)], default);
        await Store.SaveWindowAsync(Scope, First with { State = StoredWindowState.Closed, Totals = new Dictionary<string, int> { [""] = 2 } }, default);
        (await FrozenAsync()).Should().Equal("0:b", "1:c");
        (await FrozenAsync(partition: "IN")).Should().BeEmpty();
        (await Store.FindFrozenAsync(Scope, First.Key, "", ["a", "b", "c"], default)).Should().Equal(Frozen("b", 0), Frozen("c", 1));
    }

    [Fact]
    public async Task A_user_s_place_is_found_among_many()
    {
        await WriteAsync(Set(Player("a"), 0, Entry(1)));
        FrozenEntry[] places = [.. Enumerable.Range(0, 40_000).Select(i => Frozen($"u{i * 7_919 % 40_000}", i))];
        foreach (FrozenEntry[] some in places.Chunk(5_000))
            await Store.FreezeAsync(Scope, First.Key, some, default);
        int[] positions = [0, 4_095, 4_096, 32_768, 39_999];
        (await Store.FindFrozenAsync(Scope, First.Key, "", [.. positions.Reverse().Select(position => places[position].UserId)], default)).Should()
            .Equal(positions.Select(position => places[position]));
        await Store.EraseAsync(places[4_096].UserId, default);
        (await FrozenAsync(4_095, 3)).Should().Equal(new[] { 4_095, 4_097 }.Select(position => $"{position}:{places[position].UserId}"));
    }

    private async Task CleanAsync(int max, bool restarting = false)
    {
        for (int steps = 0; await Store.CleanAsync(max, default); steps++)
        {
            steps.Should().BeLessThan(10_000, "it should come to an end");
            if (restarting && steps < 10)
                await Fixture.OpenAsync();
        }
    }
}
