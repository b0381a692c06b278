using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Closed windows are made anew on request alone, and nobody is told of it.</summary>
public sealed class ClosedRebuildTests
{
    private const string First = "2026-11-23", Second = "2026-11-24", Third = "2026-11-25";
    private static readonly LeaderboardDefinition Best = new() { Id = "b", Window = LeaderboardWindow.Daily };
    private static readonly LeaderboardDefinition Total = new() { Id = "b", Window = LeaderboardWindow.Daily, Scoring = LeaderboardScoring.Total };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_window_that_is_asked_for_is_as_if_it_had_closed_under_the_present_rules(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await TwoDaysAsync(sqlite ? file.Open() : new MemoryLeaderboardStore());
        await world.RestartAsync(Total);
        world.WhileReading = async () => (await world.ShowAsync(new("b", First))).Should().Be("1:bob=5 2:ann=4", "the old one serves until the new one is ready");
        await world.Rebuild.RunClosedAsync("b", [First, First], "olga", "two scores were missing");

        foreach (bool restart in new[] { false, true })
        {
            if (restart)
                await world.RestartAsync(Total);
            (await world.ShowAsync(new("b", First))).Should().Be("1:ann=7 2:bob=5");
            (await world.ShowAsync(new("b", Second))).Should().Be("1:ann=4", "nobody asked for it");
            (await world.ShowAsync(new("b", Third))).Should().Be("1:ann=3");
            (await world.Boards.GetUserAsync(new("b", First), "bob"))!.Should().BeEquivalentTo(new { Entry = new { Rank = 2 }, Total = 2, Neighbours = new[] { new { UserId = "ann" }, new { UserId = "bob" } } });
            (await world.Boards.GetWindowsAsync("b")).Select(window => (window.Key, window.Closed)).Should().Equal((Third, false), (Second, true), (First, true));
            (await world.Boards.GetUncountedAsync("b")).Should().ContainSingle().Which.UserId.Should().Be("late");
            await world.CloseAsync();
        }

        world.Told.Select(told => told.Window.Key).Should().Equal(First, Second);
        (await world.Boards.GetActionsAsync()).Should().Contain(action => action.Kind == "rebuild-window" && action.Subject == "b/" + First && action.Actor == "olga");
    }

    [Fact]
    public async Task Who_is_banned_is_left_out_and_who_was_erased_stays_away()
    {
        World world = await TwoDaysAsync(new MemoryLeaderboardStore());
        await world.Players.BanAsync("ann", "olga", "cheats");
        await world.Players.EraseAsync("bob", "olga", "asked for it");
        await world.Rebuild.RunClosedAsync("b", [First], "olga", "x");
        LeaderboardPage page = await world.Boards.GetPageAsync(new("b", First));
        (page.Window.Closed, page.Total, page.Entries.Count).Should().Be((true, 0, 0));
        await world.Rebuild.RunClosedAsync("b", [Second], "olga", "x");
        await world.Players.UnbanAsync("ann", "olga", "a mistake");
        await world.Rebuild.RunClosedAsync("b", [First], "olga", "x");
        (await world.ShowAsync(new("b", First))).Should().Be("1:ann=4");
    }

    [Fact]
    public async Task What_cannot_be_made_anew_is_refused()
    {
        World world = await TwoDaysAsync(new MemoryLeaderboardStore());
        foreach (string window in new[] { Third, "2026-11-20", "nonsense" })
            await FluentActions.Awaiting(() => world.Rebuild.RunClosedAsync("b", [First, window], "olga", "x").AsTask()).Should().ThrowAsync<LeaderboardNotFoundException>();
        await world.RestartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Weekly });
        (await FluentActions.Awaiting(() => world.Rebuild.RunClosedAsync("b", [First], "olga", "x").AsTask()).Should().ThrowAsync<RebuildRefusedException>()).WithMessage("*other bounds*");
        await world.RestartAsync(Best);
        await world.CloseAsync(Noon.AddDays(30));
        (await FluentActions.Awaiting(() => world.Rebuild.RunClosedAsync("b", [First], "olga", "x").AsTask()).Should().ThrowAsync<RebuildRefusedException>()).Which.PossibleFrom.Should().Be(Noon);
        (await world.ShowAsync(new("b", First))).Should().Be("1:bob=5 2:ann=4");
    }

    [Fact]
    public async Task A_close_that_nobody_has_been_told_of_yet_is_told_with_the_new_ranking()
    {
        World world = await World.StartAsync(Best);
        world.Hook = _ => new IOException("The mail server is away.");
        await world.HandleAsync(Over("ann", 3, 1), Over("bob", 5, 2));
        await world.CloseAsync(Noon.AddDays(1));
        await world.Players.BanAsync("bob", "olga", "cheats");
        await world.Rebuild.RunClosedAsync("b", [First], "olga", "x");
        world.Hook = _ => null;
        await world.CloseAsync(Noon.AddDays(1).AddMinutes(10));
        world.Told.Should().ContainSingle().Which.Players[""].Should().Be(1);
    }

    [Fact]
    public async Task A_window_that_is_deleted_meanwhile_stays_away()
    {
        World world = await TwoDaysAsync(new MemoryLeaderboardStore());
        world.WhileReading = async () => await world.Boards.DeleteWindowAsync("b", First, "olga", "nobody needs it");
        await world.Rebuild.RunClosedAsync("b", [First, Second], "olga", "x");
        foreach (bool restart in new[] { false, true })
        {
            if (restart)
                await world.RestartAsync(Best);
            (await world.ShowAsync(new("b", First))).Should().BeEmpty();
            (await world.ShowAsync(new("b", Second))).Should().Be("1:ann=4");
        }
    }

    [Fact]
    public async Task Where_all_of_them_are_deleted_meanwhile_the_others_stay_closed()
    {
        World world = await TwoDaysAsync(new MemoryLeaderboardStore());
        world.WhileReading = async () => await world.Boards.DeleteWindowAsync("b", First, "olga", "nobody needs it");
        await world.Rebuild.RunClosedAsync("b", [First], "olga", "x");
        await world.HandleAsync(At(Noon.AddDays(1), "zoe", 100, play: "released"));
        await world.CloseAsync(Noon.AddDays(2).AddMinutes(5));
        (await world.ShowAsync(new("b", Second))).Should().Be("1:ann=4");
        (await world.Boards.GetUncountedAsync("b")).Select(uncounted => uncounted.UserId).Should().Equal("late", "zoe");
        world.Told.Should().HaveCount(2);
    }

    [Fact]
    public async Task Scores_go_on_counting_in_a_window_that_could_not_be_deleted()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await TwoDaysAsync(store);
        int batch = 0;
        world.WhileReading = async () =>
        {
            if (batch++ > 0)
                return;
            store.FailAt = (nameof(ILeaderboardStore.RemoveWindowAsync), 1, false);
            await FluentActions.Awaiting(() => world.Boards.DeleteWindowAsync("b", First, "olga", "x").AsTask()).Should().ThrowAsync<IOException>();
            store.FailAt = null;
        };
        await world.Rebuild.RunClosedAsync("b", [First], "olga", "x");
        (await world.ShowAsync(new("b", First))).Should().Be("1:bob=5 2:ann=4");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_window_whose_close_is_being_told_meanwhile_is_not_told_again(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Best);
        await world.HandleAsync(Over("ann", 3, 1), Over("bob", 5, 2));
        world.Hook = _ =>
        {
            world.Rebuild.RunClosedAsync("b", [First], "olga", "x").AsTask().GetAwaiter().GetResult();
            return null;
        };
        foreach (int minutes in new[] { 0, 10, 20 })
            await world.CloseAsync(Noon.AddDays(1).AddMinutes(minutes));
        await world.RestartAsync();
        await world.CloseAsync();
        world.Told.Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_rebuild_could_not_remove_does_not_come_back_after_the_window_was_deleted()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await TwoDaysAsync(store);
        store.FailAt = (nameof(ILeaderboardStore.RemoveWindowAsync), 1, false);
        await FluentActions.Awaiting(() => world.Rebuild.RunClosedAsync("b", [First], "olga", "x").AsTask()).Should().ThrowAsync<IOException>();
        store.FailAt = null;
        await world.Boards.DeleteWindowAsync("b", First, "olga", "x");
        await world.RestartAsync();
        (await world.ShowAsync(new("b", First))).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_follows_a_closed_window_sees_that_it_was_deleted()
    {
        var store = new MemoryLeaderboardStore();
        World world = await TwoDaysAsync(store);
        var views = new BoardViews(world.Catalog, store, new BannedUsers(), world.Time);
        RankingStamp before = views.Stamp(new("b", First));
        views.Stamp(new("b", First)).Should().Be(before);
        await world.Boards.DeleteWindowAsync("b", First, "olga", "x");
        views.Stamp(new("b", First)).Should().NotBe(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_reads_a_window_while_it_is_replaced_gets_the_new_ranking_and_an_export_fails_instead_of_ending_early(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        ILeaderboardStore store = sqlite ? file.Open() : new MemoryLeaderboardStore();
        World world = await World.StartAsync(store, Best);
        await world.HandleAsync(Enumerable.Range(0, 1_500).Select(user => Over($"user{user}", user, 1)));
        await world.CloseAsync(Noon.AddDays(1));
        (_, IWindowView view, _) = new BoardViews(world.Catalog, store, new BannedUsers(), world.Time).Find(new("b", First));
        await using IAsyncEnumerator<IReadOnlyList<LeaderboardEntry>> places = view.ReadAllAsync("", default).GetAsyncEnumerator();
        (await places.MoveNextAsync()).Should().BeTrue();
        await world.Players.BanAsync("user1499", "olga", "cheats");
        await world.Rebuild.RunClosedAsync("b", [First], "olga", "x");
        await FluentActions.Awaiting(() => places.MoveNextAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*Read it again*");
        (await view.PageAsync("", 0, 1, default)).Should().BeEquivalentTo((new[] { new { UserId = "user1498" } }, 1_499));
        (await view.AroundAsync("", "user0", 1, fill: false, default))!.Around.Should().HaveCount(2);
        (await view.FindAsync("", ["user0"], default)).Should().ContainSingle();
        (await view.ScoreAtAsync("", 0, default)).Should().Be(1_498);
    }

    public static IEnumerable<object[]> Failures =>
        from method in new[] { nameof(ILeaderboardStore.SaveBoardAsync), nameof(ILeaderboardStore.WriteAsync), nameof(ILeaderboardStore.CloseAsync), nameof(ILeaderboardStore.FreezeAsync), nameof(ILeaderboardStore.SaveWindowAsync), nameof(ILeaderboardStore.RemoveWindowAsync) }
        from call in new[] { 1, 2, 3 }
        from after in new[] { false, true }
        select new object[] { method, call, after };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Killed_at_any_step_it_leaves_the_old_or_the_new_ranking_and_can_be_begun_again(string method, int call, bool after)
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await TwoDaysAsync(store);
        await world.RestartAsync(Total);
        store.FailAt = (method, call, after);
        bool failed = false;
        try
        {
            await world.Rebuild.RunClosedAsync("b", [First, Second], "olga", "x");
        }
        catch (IOException)
        {
            failed = true;
        }

        (call > 1 || failed).Should().BeTrue("the step should be among those of a rebuild");
        store.FailAt = null;
        foreach (bool restart in new[] { false, true })
        {
            if (restart)
                await world.RestartAsync(Total);
            string.Join(" | ", await world.ShowAsync(new("b", First)), await world.ShowAsync(new("b", Second)), await world.ShowAsync(new("b", Third)))
                .Should().BeOneOf("1:bob=5 2:ann=4 | 1:ann=4 | 1:ann=2", "1:ann=7 2:bob=5 | 1:ann=5 | 1:ann=3");
        }

        await world.Rebuild.RunClosedAsync("b", [First], "olga", "again");
        (await world.ShowAsync(new("b", First))).Should().Be("1:ann=7 2:bob=5");
        // Nothing of it is left that a restart could find.
        await world.Boards.DeleteWindowAsync("b", First, "olga", "x");
        await world.RestartAsync(Total);
        (await world.ShowAsync(new("b", First))).Should().BeEmpty();
        (await world.ShowAsync(new("b", Third))).Should().Be("1:ann=3");
    }

    // Two days that have closed, with a score that came too late, and a third.
    private static async Task<World> TwoDaysAsync(ILeaderboardStore store)
    {
        World world = await World.StartAsync(store, Best);
        await world.HandleAsync(Over("ann", 3, 1), Over("ann", 4, 2), Over("bob", 5, 3));
        await world.CloseAsync(Noon.AddDays(1));
        await world.HandleAsync(At(Noon.AddDays(1), "ann", 1, play: "p1"), At(Noon.AddDays(1), "ann", 4, play: "p2"), Over("late", 9, 4) with { ReceivedAt = Noon.AddDays(1) });
        await world.CloseAsync(Noon.AddDays(2));
        await world.HandleAsync(At(Noon.AddDays(2), "ann", 1, play: "p3"), At(Noon.AddDays(2), "ann", 2, play: "p4"));
        return world;
    }
}
