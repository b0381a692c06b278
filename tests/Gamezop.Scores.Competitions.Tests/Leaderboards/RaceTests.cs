using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Two things at once: a step of the store is stopped, the other thing is done, and the step goes on.</summary>
public sealed class RaceTests
{
    private static readonly DateTimeOffset Midnight = Noon.AddHours(12);
    private static readonly LeaderboardDefinition Daily = new() { Id = "b", Window = LeaderboardWindow.Daily };
    private static readonly LeaderboardDefinition DailyTotal = new() { Id = "b", Window = LeaderboardWindow.Daily, Scoring = LeaderboardScoring.Total };
    private static readonly LeaderboardQuery Monday = new("b", "2026-11-23");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_score_between_a_ban_and_the_window_is_the_one_that_comes_back(bool unban)
    {
        var window = new OpenWindow(new WindowSpan("all", DateTimeOffset.MinValue, DateTimeOffset.MaxValue), LeaderboardRanking.Ordinal);
        var ann = new PlayerKey("all", "", "ann");
        window.Set(ann, new PlayerEntry(2, Noon, null, "p", "e"), hidden: unban);
        window.Set(ann, new PlayerEntry(1, Noon, null, "q", "f"), hidden: !unban);
        window.Find("")?.Count.Should().Be(unban ? 1 : 0);
        if (!unban)
            window.Hide("ann");
        window.Unhide("ann");
        window.Find("")!.Page(0, 9).Users.Select(user => user.Key).Should().Equal(1);
        window.Hidden.Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_written_while_nobody_waited_any_more_is_ranked_when_its_event_comes_again()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        foreach ((Event first, Event second) in new[] { (Over("ann", 1), Over("bob", 2)), (Over("ann", 3, 5), Over("bob", 1, 5)) })
        {
            store.FailAt = ("WriteAsync", 1, true);
            await FluentActions.Awaiting(() => world.HandleAsync(first, second)).Should().ThrowAsync<IOException>();
            store.FailAt = null;
            await world.HandleAsync(first);
            await world.HandleAsync(second);
        }

        (await world.ShowAsync("b")).Should().Be("1:ann=3 2:bob=2");
    }

    [Fact]
    public async Task A_score_that_comes_while_a_board_learns_its_order_is_ranked_or_waits()
    {
        var orders = new Orders();
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store);
        world.Orders = orders;
        await world.RestartAsync(Daily, new LeaderboardDefinition { Id = "race", Games = ["race"], Order = LeaderboardOrder.FromGamezop });
        orders.Known["l"] = LeaderboardOrder.Ascending;
        store.OnCall = method =>
        {
            if (method != "WriteAsync")
                return;
            store.OnCall = _ => { };
            world.AskForOrdersAgainAsync().GetAwaiter().GetResult();
        };
        Event score = Over("ann", 1, game: "race");
        await FluentActions.Awaiting(() => world.HandleAsync(score)).Should().ThrowAsync<LeaderboardOrderUnknownException>("who sent it has to send it again");
        await world.HandleAsync(score);
        (await world.ShowAsync("race")).Should().Be("1:ann=1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_who_is_erased_while_a_window_is_frozen_is_gone(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        var store = new FaultyStore(sqlite ? file.Open() : new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Enumerable.Range(0, 2500).Select(i => Over($"u{i}", -i)));
        Task erased = Task.CompletedTask;
        int freezes = 0;
        store.OnCall = method =>
        {
            if (method == "FreezeAsync" && ++freezes == 2)
                erased = world.Players.EraseAsync("u2400", "olga", "asked for it").AsTask();
        };
        await world.CloseAsync(Midnight.AddHours(2));
        await erased;
        foreach (bool restart in new[] { false, true })
        {
            if (restart)
                await world.RestartAsync();
            (await world.Boards.GetUserAsync(Monday, "u2400")).Should().BeNull();
            (await world.Boards.GetUserAsync(Monday, "u2401"))!.Entry.Rank.Should().Be(2402, "the place stays free");
            (await world.Boards.GetPageAsync(Monday)).Window.Closed.Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_ban_between_two_attempts_to_freeze_leaves_nobody_twice(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        var store = new FaultyStore(sqlite ? file.Open() : new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, PartitionBy = LeaderboardPartition.Game });
        await world.HandleAsync(Over("ann", 4), Over("bob", 3), Over("cid", 2, game: "g"));
        store.FailAt = ("SaveWindowAsync", 1, false);
        await world.CloseAsync(Midnight.AddHours(2));
        store.FailAt = null;
        await world.Players.BanAsync("ann", "olga", "cheats");
        await world.Players.BanAsync("cid", "olga", "cheats");
        await world.RestartAsync();
        await world.CloseAsync();
        (await world.ShowAsync(Monday)).Should().Be("1:bob=3");
        (await world.Boards.GetPageAsync(Monday)).Total.Should().Be(1);
        (await world.Boards.GetUserAsync(Monday, "bob"))!.Entry.Rank.Should().Be(1);
        await world.Players.UnbanAsync("ann", "olga", "a mistake");
        await world.Players.UnbanAsync("cid", "olga", "a mistake");
        (await world.ShowAsync(Monday)).Should().Be("1:bob=3", "closed ranks never change");
        (await world.Boards.GetUsersAsync(Monday, ["ann", "bob", "cid"])).Should().ContainSingle();
        (await world.ShowAsync(Monday with { Partition = "g" })).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_or_rebuild_after_a_close_that_was_not_finished_loses_no_place(bool rebuild)
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Over("ann", 1), Over("ann", 2, 1), Over("bob", 3));
        store.FailAt = ("FreezeAsync", 1, false);
        await world.CloseAsync(Midnight.AddHours(2));
        store.FailAt = null;
        await ChangeAsync(world, rebuild);
        await world.CloseAsync();
        foreach (bool restart in new[] { false, true })
        {
            if (restart)
                await world.RestartAsync(rebuild ? DailyTotal : Daily);
            (await world.ShowAsync(Monday)).Should().Be("1:bob=3 2:ann=2");
        }

        world.Told.Should().ContainSingle().Which.Players.Should().BeEquivalentTo(new Dictionary<string, int> { [""] = 2 });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_or_rebuild_while_a_window_is_frozen_loses_no_place(bool rebuild)
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Enumerable.Range(0, 1500).Select(i => Over($"u{i}", -i)));
        Task changed = Task.CompletedTask;
        int freezes = 0;
        store.OnCall = method =>
        {
            if (method == "FreezeAsync" && ++freezes == 2)
                changed = ChangeAsync(world, rebuild);
        };
        await world.CloseAsync(Midnight.AddHours(2));
        await changed;
        await world.CloseAsync();
        (await world.Boards.GetPageAsync(Monday)).Total.Should().Be(1500);
        (await world.Boards.GetUserAsync(Monday, "u1499"))!.Entry.Rank.Should().Be(1500);
        world.Told.Should().ContainSingle().Which.Players[""].Should().Be(1500);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_close_that_waits_for_its_turn_honours_what_came_before_it(bool rebuild)
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 1));
        Board board = world.Catalog.Find("b")!;
        var letGo = new TaskCompletionSource();
        Task turn = board.AloneAsync(_ => new(letGo.Task), default).AsTask();
        // Both wait for the turn; first comes what keeps the windows open.
        Task first = rebuild ? board.BeginRebuildAsync(DailyTotal, isGiven: true, DailyTotal.Order, [], default).AsTask() : world.Boards.HoldClosingAsync("b", "olga", "an outage").AsTask();
        Task close = world.CloseAsync(Midnight.AddHours(2));
        letGo.SetResult();
        await Task.WhenAll(turn, first, close);
        (await world.Boards.GetPageAsync(Monday)).Window.Closed.Should().BeFalse();
        board.Scope.ClosedThrough.Should().Be(DateTimeOffset.MinValue);
        await world.HandleAsync(Over("bob", 2));
        (await world.ShowAsync(Monday)).Should().Be("1:bob=2 2:ann=1");
    }

    [Fact]
    public async Task A_board_that_is_removed_while_it_is_rebuilt_does_not_come_back()
    {
        World world = await World.StartAsync();
        await world.Boards.AddAsync(new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(Over("ann", 1), Over("ann", 2, 1), Over("bob", 3));
        world.WhileReading = async () => await world.Boards.RemoveAsync("b", "olga", "over");
        await FluentActions.Awaiting(() => world.Rebuild.RunWithAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total }, "olga", "x").AsTask()).Should().ThrowAsync<LeaderboardNotFoundException>();
        world.WhileReading = () => Task.CompletedTask;
        await world.RestartAsync();
        world.Boards.Definitions.Should().BeEmpty();
        await world.Boards.AddAsync(new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(Over("cid", 1));
        await world.Rebuild.RunAsync("b", "olga", "x");
        (await world.ShowAsync("b")).Should().Be("1:bob=3 2:ann=2 3:cid=1");
    }

    [Fact]
    public async Task A_rebuild_that_was_killed_before_it_removed_the_old_revision_leaves_nothing_of_it()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store);
        await world.Boards.AddAsync(Daily);
        await world.HandleAsync(Over("ann", 1), Over("ann", 2, 1));
        await world.CloseAsync(Midnight.AddHours(2));
        await world.HandleAsync(At(Noon.AddDays(1), "ann", 5, play: "q"), At(Noon.AddDays(1), "bob", 4));
        // The third write of the board: begun, ready, and then the old one is to be retired.
        store.FailAt = ("SaveBoardAsync", 3, false);
        await FluentActions.Awaiting(() => world.Rebuild.RunWithAsync(DailyTotal, "olga", "x").AsTask()).Should().ThrowAsync<IOException>();
        store.FailAt = null;
        await world.RestartAsync();
        LeaderboardStoreState state = await store.StartAsync(default);
        state.Boards.Select(board => (board.Scope, board.State)).Should().BeEquivalentTo([("b#1", StoredBoardState.Retired), ("b#2", StoredBoardState.Active)]);
        state.Windows["b#1"].Select(window => window.Key).Should().Equal("2026-11-23");
        (await world.ShowAsync(Monday)).Should().Be("1:ann=2");
        (await world.ShowAsync(new("b", "2026-11-24"))).Should().Be("1:ann=5 2:bob=4");
        (await world.Boards.RemoveAsync("b", "olga", "over")).Should().BeTrue();
        await world.RestartAsync();
        world.Boards.Definitions.Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_late_for_a_closed_window_is_listed_after_a_rebuild_too()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 1));
        await world.CloseAsync(Midnight.AddHours(2));
        Event late = Over("bob", 2) with { ReceivedAt = Midnight.AddHours(3) };
        await world.HandleAsync(late);
        await world.Rebuild.RunWithAsync(DailyTotal, "olga", "x");
        (await world.Boards.GetUncountedAsync("b")).Should().ContainSingle().Which.EventId.Should().Be(late.Id);
    }

    private static async Task ChangeAsync(World world, bool rebuild)
    {
        if (rebuild)
            await world.Rebuild.RunWithAsync(DailyTotal, "olga", "x");
        else
            await world.Boards.ChangeAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, Ranking = LeaderboardRanking.Competition });
    }
}
