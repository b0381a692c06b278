using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

public sealed class ClosingTests
{
    private static readonly DateTimeOffset Midnight = Noon.AddHours(12);
    private static readonly LeaderboardDefinition Daily = new() { Id = "b", Window = LeaderboardWindow.Daily, Grace = TimeSpan.FromMinutes(10) };
    private static readonly LeaderboardQuery Monday = new("b", "2026-11-23");

    [Fact]
    public async Task A_window_closes_after_its_end_grace_and_the_append_time_and_is_told_once()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 1), Over("bob", 2));
        DateTimeOffset due = Midnight.AddMinutes(10) + NoBacklog.CallTime;
        await world.CloseAsync(due);
        (await world.Boards.GetPageAsync(Monday)).Window.Closed.Should().BeFalse();
        await world.CloseAsync(due.AddTicks(1));
        await world.CloseAsync();
        LeaderboardPage page = await world.Boards.GetPageAsync(Monday);
        page.Window.Should().Be(new LeaderboardWindowInfo("2026-11-23", Midnight.AddDays(-1), Midnight, true));
        (await world.ShowAsync(Monday)).Should().Be("1:bob=2 2:ann=1");
        world.Told.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Key = "w/b/2026-11-23", LeaderboardId = "b", Players = new Dictionary<string, int> { [""] = 2 } });
    }

    [Fact]
    public async Task An_event_in_retry_while_the_window_ends_still_counts()
    {
        World world = await World.StartAsync(Daily);
        Event retried = Over("bob", 2) with { ReceivedAt = Midnight.AddMinutes(9) };
        await world.HandleAsync(Over("ann", 1));
        world.OldestWaiting = retried.ReceivedAt;
        await world.CloseAsync(Midnight.AddHours(5));
        (await world.Boards.GetPageAsync(Monday)).Window.Closed.Should().BeFalse();
        await world.HandleAsync(retried);
        world.OldestWaiting = Midnight.AddHours(3);
        await world.CloseAsync();
        (await world.ShowAsync(Monday)).Should().Be("1:bob=2 2:ann=1");
        (await world.Boards.GetPageAsync(Monday)).Window.Closed.Should().BeTrue();
    }

    // Two that arrive at almost the same time may go into the inbox in either order, and only the first of them is known to wait.
    [Fact]
    public async Task An_event_that_waits_behind_one_that_arrived_after_the_grace_still_counts()
    {
        World world = await World.StartAsync(Daily);
        Event inTime = Over("bob", 2) with { ReceivedAt = Midnight.AddMinutes(10) };
        await world.HandleAsync(Over("ann", 1));
        world.OldestWaiting = inTime.ReceivedAt.AddMilliseconds(1);
        await world.CloseAsync(Midnight.AddHours(5));
        await world.HandleAsync(inTime);
        (await world.ShowAsync(Monday)).Should().Be("1:bob=2 2:ann=1");
    }

    [Fact]
    public async Task A_dead_letter_released_after_the_close_is_late_also_where_nobody_had_scored()
    {
        World world = await World.StartAsync(Daily, new LeaderboardDefinition { Id = "empty", Window = LeaderboardWindow.Daily });
        Event released = Over("bob", 2);
        await world.HandleAsync(Over("ann", 1));
        await world.Boards.DeleteWindowAsync("empty", "2026-11-23", "op", "as if nobody had scored");
        await world.CloseAsync(Midnight.AddHours(5));
        await world.HandleAsync(released);
        (await world.ShowAsync(Monday)).Should().Be("1:ann=1");
        (await world.ShowAsync(new("empty", "2026-11-23"))).Should().BeEmpty();
        foreach (string board in new[] { "b", "empty" })
            (await world.Boards.GetUncountedAsync(board)).Should().ContainSingle().Which.EventId.Should().Be(released.Id);
    }

    [Fact]
    public async Task Ranks_neighbours_and_subset_are_read_after_the_close_as_before()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, Ranking = LeaderboardRanking.Competition, PartitionBy = LeaderboardPartition.Game });
        await world.HandleAsync(Enumerable.Range(0, 25).Select(i => Over($"u{i:00}", i / 2, i, game: i % 2 == 0 ? "even" : "odd")));
        async Task<object[]> Ask() =>
        [
            (await world.Boards.GetPageAsync(Monday, 3, 9)).Entries,
            (await world.Boards.GetPageAsync(Monday with { Partition = "odd" })).Entries,
            (await world.Boards.GetUserAsync(Monday, "u11", 3))! with { Window = null! },
            await world.Boards.GetUsersAsync(Monday, ["u03", "u24", "nobody", "u03"]),
            await world.Boards.CountAsync(Monday),
            (await world.Boards.GetScoreAtPercentileAsync(Monday, 90))!,
            (await world.Boards.GetScoreAtPercentileAsync(Monday, 0))!,
            (await world.Boards.GetScoreAtPercentileAsync(Monday, 100))!,
            (await world.Boards.GetProfileAsync("u11")).Select(entry => (entry.Partition, entry.Entry, entry.Total)),
        ];
        object[] live = await Ask();
        await world.CloseAsync(Midnight.AddHours(5));
        (await world.Boards.GetPageAsync(Monday)).Window.Closed.Should().BeTrue();
        (await Ask()).Should().BeEquivalentTo(live, options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_closed_window_is_read_from_the_store_and_does_not_stay_in_memory(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Daily);
        WeakReference ranking = await RankAsync();
        await world.CloseAsync(Noon.AddDays(1));
        (await world.ShowAsync(new("b", "2026-11-23"))).Should().Be("1:bob=2 2:ann=1");
        world.Catalog.Find("b")!.OpenWindows.Should().BeEmpty();
        // What the last call has used may be held a moment longer.
        for (int i = 0; i < 100 && ranking.IsAlive; i++)
        {
            await Task.Delay(10);
            GC.Collect();
        }

        ranking.IsAlive.Should().BeFalse();
        await world.RestartAsync();
        (await world.ShowAsync(new("b", "2026-11-23"))).Should().Be("1:bob=2 2:ann=1");
        world.Catalog.Find("b")!.OpenWindows.Should().BeEmpty("asking brings nothing back");

        async Task<WeakReference> RankAsync()
        {
            await world.HandleAsync(Over("ann", 1), Over("bob", 2));
            return new WeakReference(world.Catalog.Find("b")!.Scope.FindOpen("2026-11-23")!.Find(""));
        }
    }

    [Fact]
    public async Task Held_windows_stay_open_until_they_are_let_go_and_both_are_on_record()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 1));
        await world.Boards.HoldClosingAsync("b", "olga", "scores of an outage are still to come");
        await world.RestartAsync();
        await world.CloseAsync(Midnight.AddDays(2));
        (await world.Boards.GetPageAsync(Monday)).Window.Closed.Should().BeFalse();
        await world.Boards.ReleaseClosingAsync("b", "olga", "they are here");
        await world.CloseAsync();
        (await world.Boards.GetPageAsync(Monday)).Window.Closed.Should().BeTrue();
        (await world.Boards.GetActionsAsync()).Select(action => (action.Kind, action.Subject, action.Actor, action.Reason)).Should().Equal(
            ("release-closing", "b", "olga", "they are here"), ("hold-closing", "b", "olga", "scores of an outage are still to come"));
    }

    [Fact]
    public async Task Scores_that_an_outage_has_delayed_beyond_the_grace_need_a_longer_one_too()
    {
        World world = await World.StartAsync(Daily);
        await world.Boards.HoldClosingAsync("b", "olga", "outage");
        await world.HandleAsync(Over("ann", 1) with { ReceivedAt = Midnight.AddHours(8) });
        (await world.ShowAsync(Monday)).Should().BeEmpty();
        await world.Boards.ChangeAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, Grace = TimeSpan.FromHours(8) });
        await world.HandleAsync(Over("bob", 1) with { ReceivedAt = Midnight.AddHours(8) });
        (await world.ShowAsync(Monday)).Should().Be("1:bob=1");
    }

    [Fact]
    public async Task A_handler_that_fails_is_told_again_later_with_the_same_key()
    {
        World world = await World.StartAsync(Daily);
        var keys = new List<string>();
        world.Hook = window =>
        {
            keys.Add(window.Key);
            return keys.Count < 3 ? new InvalidOperationException("not yet") : null;
        };
        await world.HandleAsync(Over("ann", 1));
        await world.CloseAsync(Midnight.AddHours(1));
        await world.CloseAsync();
        keys.Should().HaveCount(1, "it pauses");
        await world.CloseAsync(Midnight.AddHours(2));
        await world.RestartAsync();
        await world.CloseAsync(Midnight.AddHours(3));
        await world.CloseAsync(Midnight.AddHours(4));
        keys.Should().HaveCount(3).And.AllBe("w/b/2026-11-23");
        world.Told.Should().ContainSingle();
    }

    [Fact]
    public async Task A_handler_that_hangs_holds_up_its_own_window_alone_and_is_not_called_again_meanwhile()
    {
        World world = await World.StartAsync(Daily, new LeaderboardDefinition { Id = "other", Window = LeaderboardWindow.Daily });
        using var letGo = new ManualResetEventSlim();
        int calls = 0;
        world.Hook = window =>
        {
            if (window.LeaderboardId == "b" && Interlocked.Increment(ref calls) == 1)
                letGo.Wait();
            return null;
        };
        await world.HandleAsync(Over("ann", 1));
        Task closing = world.CloseAsync(Midnight.AddHours(2));
        await Deadline.UntilAsync(() => Volatile.Read(ref calls) > 0);
        closing.IsCompleted.Should().BeFalse();
        world.Time.Advance(TimeSpan.FromSeconds(30));
        await closing;
        await world.CloseAsync(Midnight.AddHours(3));
        calls.Should().Be(1);
        world.Told.Should().ContainSingle().Which.LeaderboardId.Should().Be("other");

        letGo.Set();
        await Deadline.UntilAsync(() => world.Catalog.Find("b")!.Closed.Single().Window.State == StoredWindowState.Announced);
        await world.CloseAsync(Midnight.AddHours(4));
        calls.Should().Be(1, "it has ended well, if late");
        world.Told.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_was_given_up_and_fails_in_the_end_is_called_again()
    {
        World world = await World.StartAsync(Daily);
        using var letGo = new ManualResetEventSlim();
        int calls = 0;
        world.Hook = window =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return null;
            letGo.Wait();
            return new IOException("The mail server is away.");
        };
        await world.HandleAsync(Over("ann", 1));
        Task closing = world.CloseAsync(Midnight.AddHours(2));
        await Deadline.UntilAsync(() => Volatile.Read(ref calls) > 0);
        world.Time.Advance(TimeSpan.FromSeconds(30));
        await closing;
        letGo.Set();
        while (calls < 2)
        {
            world.Time.Advance(TimeSpan.FromMinutes(10));
            await world.CloseAsync();
            await Task.Delay(5);
        }

        world.Told.Should().ContainSingle();
    }

    [Fact]
    public async Task A_close_that_was_told_and_cannot_be_kept_as_told_is_told_again_later_and_later()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Over("ann", 1));
        store.OnCall = method =>
        {
            if (world.Told.Count > 0 && method == nameof(ILeaderboardStore.SaveWindowAsync))
                throw new IOException("The disk is full.");
        };
        for (int second = 0; second < 60; second++)
            await world.CloseAsync(Midnight.AddHours(2).AddSeconds(second));
        world.Told.Should().HaveCount(6, "after 1, 2, 4, 8 and 16 seconds");
    }

    [Fact]
    public async Task A_window_that_is_deleted_while_its_close_is_told_is_gone()
    {
        World world = await World.StartAsync(Daily);
        world.Hook = window =>
        {
            world.Boards.DeleteWindowAsync("b", window.Window.Key, "olga", "x").AsTask().GetAwaiter().GetResult();
            return null;
        };
        await world.HandleAsync(Over("ann", 1));
        for (int hour = 2; hour < 5; hour++)
            await world.CloseAsync(Midnight.AddHours(hour));
        world.Told.Should().ContainSingle();
        (await world.Boards.GetWindowsAsync("b")).Should().BeEmpty();
    }

    [Fact]
    public async Task Closes_missed_while_the_process_was_down_are_caught_up()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 1));
        await world.HandleAsync(At(Noon.AddDays(1), "ann", 2), At(Noon.AddDays(2), "ann", 3));
        world.Time.SetUtcNow(Noon.AddDays(9));
        await world.RestartAsync();
        await world.CloseAsync();
        world.Told.Select(window => window.Window.Key).Should().Equal("2026-11-23", "2026-11-24", "2026-11-25");
    }

    [Theory]
    [InlineData("CloseAsync", false)]
    [InlineData("FreezeAsync", false)]
    [InlineData("SaveWindowAsync", false)]
    [InlineData("FreezeAsync", true)]
    [InlineData("SaveWindowAsync", true)]
    public async Task Closing_goes_on_where_it_was_killed(string step, bool sqlite)
    {
        using var file = new SqliteStoreFile();
        var store = new FaultyStore(sqlite ? file.Open() : new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Enumerable.Range(0, 2500).Select(i => Over($"u{i}", i)));
        foreach (int call in Enumerable.Range(1, 6))
        {
            // Before the call and after it, as a kill can be.
            foreach (bool after in new[] { false, true })
            {
                store.FailAt = (step, call, after);
                await world.CloseAsync(Midnight.AddHours(1));
                store.FailAt = null;
                await world.RestartAsync();
            }
        }

        await world.CloseAsync();
        LeaderboardPage page = await world.Boards.GetPageAsync(Monday, 0, 3);
        page.Window.Closed.Should().BeTrue();
        page.Total.Should().Be(2500);
        page.Entries.Select(entry => entry.UserId).Should().Equal("u2499", "u2498", "u2497");
        world.Told.Should().NotBeEmpty().And.OnlyContain(window => window.Key == "w/b/2026-11-23");
    }

    /// <summary>Everybody's place is frozen, the close is not kept, and somebody is gone when it is done again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_before_a_close_is_kept_who_is_gone_since_leaves_nobody_with_two_places(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        var store = new FaultyStore(sqlite ? file.Open() : new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Enumerable.Range(0, 10).Select(i => Over($"u{i}", i)));
        store.FailAt = ("SaveWindowAsync", 1, false);
        await world.CloseAsync(Midnight.AddHours(1));
        store.FailAt = null;
        await world.RestartAsync();
        await world.Players.EraseAsync("u9", "olga", "asked for it");
        await world.Players.BanAsync("u5", "olga", "bot");
        await world.CloseAsync();
        (await world.ShowAsync(Monday)).Should().Be("1:u8=8 2:u7=7 3:u6=6 4:u4=4 5:u3=3 6:u2=2 7:u1=1 8:u0=0");
        (await world.Boards.GetUserAsync(Monday, "u0"))!.Entry.Rank.Should().Be(8);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_erased_while_places_are_frozen_is_not_brought_back(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        var store = new FaultyStore(sqlite ? file.Open() : new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Enumerable.Range(0, 2_500).Select(i => Over($"u{i:0000}", i)));
        Task erased = Task.CompletedTask;
        int freezes = 0;
        store.OnCall = method =>
        {
            // Its place is among those that are frozen third, and it waits for its turn meanwhile.
            if (method == nameof(ILeaderboardStore.FreezeAsync) && ++freezes == 2)
                erased = Task.Run(() => world.Players.EraseAsync("u0003", "olga", "asked for it").AsTask());
        };
        await world.CloseAsync(Midnight.AddHours(1));
        await erased;
        freezes.Should().Be(3);
        (await world.Boards.GetUserAsync(Monday, "u0003")).Should().BeNull();
        (await world.Boards.GetPageAsync(Monday, 2_495, 10)).Entries.Select(entry => entry.UserId).Should().Equal("u0004", "u0002", "u0001", "u0000");
    }

    [Fact]
    public async Task Only_the_latest_closed_windows_are_kept_and_the_others_are_not_shown_as_empty()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, ClosedWindowsKept = 2 });
        foreach (int day in Enumerable.Range(0, 5))
        {
            await world.HandleAsync(At(Noon.AddDays(day), "ann", day));
            await world.CloseAsync(Noon.AddDays(day + 1));
        }

        (await world.Boards.GetWindowsAsync("b")).Select(window => window.Key).Should().Equal("2026-11-27", "2026-11-26");
        await FluentActions.Awaiting(() => world.ShowAsync(Monday)).Should().ThrowAsync<LeaderboardNotFoundException>().WithMessage("*is not kept any more*");
        await world.RestartAsync();
        await FluentActions.Awaiting(() => world.ShowAsync(Monday)).Should().ThrowAsync<LeaderboardNotFoundException>();
    }

    [Fact]
    public async Task All_closed_windows_are_kept_where_0_says_so()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, ClosedWindowsKept = 0 });
        foreach (int day in Enumerable.Range(0, 70))
        {
            await world.HandleAsync(At(Noon.AddDays(day), "ann", day));
            await world.CloseAsync(Noon.AddDays(day + 1));
        }

        await world.CloseAsync();
        (await world.Boards.GetWindowsAsync("b")).Should().HaveCount(70);
        (await world.ShowAsync(Monday)).Should().Be("1:ann=0");
    }

    [Fact]
    public async Task A_window_that_went_after_a_failure_is_not_shown_as_empty_after_a_restart()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, ClosedWindowsKept = 1 });
        await world.HandleAsync(Over("ann", 1), At(Noon.AddDays(1), "ann", 2));
        await world.CloseAsync(Noon.AddDays(2));
        store.FailAt = ("SaveBoardAsync", 1, false);
        await world.CloseAsync();
        store.FailAt = null;
        await world.CloseAsync();
        (await world.Boards.GetWindowsAsync("b")).Should().ContainSingle();
        await world.RestartAsync();
        await FluentActions.Awaiting(() => world.ShowAsync(Monday)).Should().ThrowAsync<LeaderboardNotFoundException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deleted_window_is_gone_open_or_closed_and_on_record(bool closed)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(file.Open(), Daily, new LeaderboardDefinition { Id = "all" });
        await world.HandleAsync(Over("ann", 1), Over("bob", 2), At(Noon.AddDays(1), "ann", 3));
        if (closed)
            await world.CloseAsync(Midnight.AddHours(1));
        (await world.Boards.DeleteWindowAsync("b", Monday.Window, "olga", "a test")).Should().BeTrue();
        (await world.Boards.DeleteWindowAsync("b", Monday.Window, "olga", "a test")).Should().BeFalse();
        foreach (bool restart in new[] { false, true })
        {
            if (restart)
                await world.RestartAsync();
            (await world.ShowAsync(Monday)).Should().BeEmpty();
            (await world.Boards.GetProfileAsync("ann")).Select(place => (place.LeaderboardId, place.Window.Key)).Should().Equal(("all", "all"), ("b", "2026-11-24"));
        }

        // An open one begins anew.
        await world.HandleAsync(Over("cid", 1, 5));
        (await world.ShowAsync(Monday)).Should().Be(closed ? "" : "1:cid=1");
        (await world.Boards.GetActionsAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = "delete-window", Subject = "b/2026-11-23", Actor = "olga", Reason = "a test" });
    }
}
