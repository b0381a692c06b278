using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

public sealed class UsersAndBoardsTests
{
    [Theory]
    [InlineData("EraseAsync", false)]
    [InlineData("EraseAsync", true)]
    [InlineData("EndErasureAsync", false)]
    [InlineData("EndErasureAsync", true)]
    public async Task An_erasure_that_was_killed_is_finished_after_the_restart(string step, bool after)
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(Events.Over("ann", 2), Events.Over("bob", 1));
        store.FailAt = (step, 1, after);
        await world.Awaiting(it => it.Players.EraseAsync("ann", "olga", "asked for it").AsTask()).Should().ThrowAsync<IOException>();
        (await world.ShowAsync("b")).Should().Be("1:bob=1", "until it is finished the user stays hidden");
        store.FailAt = null;
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().Be("1:bob=1");
        await ((PlayerRegistry)world.Players).ResumeAsync(default);
        await ((PlayerRegistry)world.Players).ResumeAsync(default);
        (await world.Boards.GetActionsAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = "erase", Subject = "", Actor = "olga", Reason = "asked for it" });
        world.Players.IsBanned("ann").Should().BeFalse();
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().Be("1:bob=1");
    }

    [Fact]
    public async Task A_change_that_could_not_be_kept_has_not_happened()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        store.FailAt = ("SaveBoardAsync", 1, false);
        await world.Awaiting(it => it.Boards.ChangeAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, PartitionBy = LeaderboardPartition.Country, Grace = TimeSpan.FromHours(7) }).AsTask())
            .Should().ThrowAsync<IOException>();
        // What the next write would keep, and a rebuild begin with.
        world.Catalog.Find("b")!.Described.Grace.Should().Be(Daily.Grace);
    }

    private static readonly LeaderboardQuery Monday = new("b", "2026-11-23");
    private static readonly LeaderboardDefinition Daily = new() { Id = "b", Window = LeaderboardWindow.Daily, PartitionBy = LeaderboardPartition.Country };

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task A_removal_that_failed_loses_no_score_and_can_be_repeated(int call, bool after)
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Over("ann", 1));
        // A closed window keeps the first revision.
        await world.CloseAsync(Noon.AddDays(1));
        await world.Rebuild.RunAsync("b", "olga", "x");
        store.FailAt = ("RemoveBoardAsync", call, after);
        await world.Awaiting(it => it.Boards.RemoveAsync("b", "olga", "x").AsTask()).Should().ThrowAsync<IOException>();
        store.FailAt = null;
        Event score = At(Noon.AddDays(1), "bob", 2);
        if (after)
            await world.Awaiting(it => it.HandleAsync(score)).Should().ThrowAsync<InvalidOperationException>("it is not known that the board is gone, so the score waits");
        else
            await world.HandleAsync(score);
        if (!after)
            (await world.ShowAsync("b")).Should().Be("1:bob=2");
        (await world.Boards.RemoveAsync("b", "olga", "x")).Should().BeTrue();
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().BeEmpty("it is configured, and begins anew");
    }

    [Fact]
    public async Task A_banned_user_is_hidden_and_others_move_up_until_the_ban_is_lifted()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 3, country: "IN"), Over("bob", 2, country: "IN"), Over("cid", 1, country: "DE"));
        await world.Players.BanAsync("ann", "olga", "cheats");
        await world.HandleAsync(Over("ann", 9, 5, country: "DE"));
        (await world.ShowAsync(Monday)).Should().Be("1:bob=2 2:cid=1");
        (await world.ShowAsync(Monday with { Partition = "DE" })).Should().Be("1:cid=1");
        (await world.Boards.GetUserAsync(Monday, "ann")).Should().BeNull();
        await world.RestartAsync();
        (await world.ShowAsync(Monday)).Should().Be("1:bob=2 2:cid=1");
        await world.Players.UnbanAsync("ann", "olga", "she does not");
        (await world.ShowAsync(Monday)).Should().Be("1:ann=9 2:bob=2 3:cid=1");
        (await world.ShowAsync(Monday with { Partition = "IN" })).Should().Be("1:ann=3 2:bob=2");
    }

    [Fact]
    public async Task A_ban_that_is_lifted_while_it_is_carried_out_is_lifted_for_everybody()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Over("ann", 1));
        Task lifting = Task.CompletedTask;
        store.OnBanned = banned =>
        {
            if (banned)
                lifting = world.Players.UnbanAsync("ann", "otto", "a mistake").AsTask();
            return Task.CompletedTask;
        };
        await world.Players.BanAsync("ann", "olga", "cheats");
        await lifting;
        (await world.ShowAsync("b")).Should().Be("1:ann=1", "that is what the store has");
        world.Players.IsBanned("ann").Should().BeFalse();
    }

    [Fact]
    public async Task Who_is_being_erased_stays_hidden_when_a_ban_is_lifted()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Over("ann", 1), Over("bob", 1));
        await world.Players.BanAsync("ann", "olga", "cheats");
        store.FailAt = ("EraseAsync", 1, false);
        await world.Awaiting(it => it.Players.EraseAsync("ann", "olga", "asked for it").AsTask()).Should().ThrowAsync<IOException>();
        await world.Players.UnbanAsync("ann", "otto", "a mistake");
        (await world.ShowAsync("b")).Should().Be("1:bob=1");
        world.Players.IsBanned("ann").Should().BeTrue("nothing is paid either");
        await ((PlayerRegistry)world.Players).ResumeAsync(default);
        world.Players.IsBanned("ann").Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task What_nobody_answers_for_is_not_done(string? actor)
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 1));
        foreach (Func<Task> act in (Func<Task>[])
        [
            () => world.Boards.RemoveAsync("b", actor!, "x").AsTask(), () => world.Boards.DeleteWindowAsync("b", "2026-11-23", actor!, "x").AsTask(), () => world.Boards.HoldClosingAsync("b", actor!, "x").AsTask(),
            () => world.Boards.ReleaseClosingAsync("b", actor!, "x").AsTask(), () => world.Rebuild.RunAsync("b", actor!, "x").AsTask(), () => world.Rebuild.RunWithAsync(Daily, actor!, "x").AsTask(),
            () => world.Rebuild.RunClosedAsync("b", [], actor!, "x").AsTask(), () => world.Boards.RemoveAsync("b", "olga", null!).AsTask(),
        ])
            await act.Should().ThrowAsync<ArgumentException>();
        (await world.ShowAsync("b")).Should().Be("1:ann=1");
        (await world.Boards.GetActionsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_user_who_is_banned_or_erased_after_the_close_leaves_a_gap()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Enumerable.Range(1, 6).Select(i => Over($"u{i}", -i)));
        await world.CloseAsync(Noon.AddDays(1));
        await world.Players.BanAsync("u2", "olga", "cheats");
        await world.Players.EraseAsync("u4", "olga", "asked for it");
        (await world.ShowAsync(Monday)).Should().Be("1:u1=-1 3:u3=-3 5:u5=-5 6:u6=-6");
        (await world.Boards.GetPageAsync(Monday)).Total.Should().Be(6);
        (await world.Boards.GetUserAsync(Monday, "u3", 1))!.Neighbours.Select(entry => entry.UserId).Should().Equal("u3");
        (await world.Boards.GetUserAsync(Monday, "u2")).Should().BeNull();
        await world.RestartAsync();
        (await world.ShowAsync(Monday)).Should().Be("1:u1=-1 3:u3=-3 5:u5=-5 6:u6=-6");
        await world.Players.UnbanAsync("u2", "olga", "a mistake");
        (await world.ShowAsync(Monday)).Should().Be("1:u1=-1 2:u2=-2 3:u3=-3 5:u5=-5 6:u6=-6");
    }

    [Fact]
    public async Task An_erased_user_is_nowhere_and_may_begin_again()
    {
        World world = await World.StartAsync(Daily, new LeaderboardDefinition { Id = "total", Scoring = LeaderboardScoring.Total });
        await world.HandleAsync(Over("ann", 3), Over("bob", 2), Over("ann", 1, 1) with { ReceivedAt = Noon.AddDays(3) });
        await world.Players.BanAsync("ann", "olga", "cheats");
        await world.Players.EraseAsync("ann", "olga", "asked for it");
        (await world.Boards.GetProfileAsync("ann")).Should().BeEmpty();
        (await world.Boards.GetUncountedAsync("b")).Should().BeEmpty();
        await world.HandleAsync(Over("ann", 5, 9));
        (await world.ShowAsync("total")).Should().Be("1:ann=5 2:bob=2");
    }

    [Fact]
    public async Task A_profile_has_every_place_the_latest_window_first()
    {
        World world = await World.StartAsync(Daily, new LeaderboardDefinition { Id = "all" });
        await world.HandleAsync(Over("ann", 3, country: "IN"), Over("bob", 4));
        await world.CloseAsync(Noon.AddDays(1));
        await world.HandleAsync(At(Noon.AddDays(1), "ann", 5));
        (await world.Boards.GetProfileAsync("ann")).Select(place => (place.LeaderboardId, place.Window.Key, place.Window.Closed, place.Partition, place.Entry.Rank, place.Total)).Should().Equal(
            ("all", "all", false, null, 1, 2), ("b", "2026-11-24", false, null, 1, 1), ("b", "2026-11-23", true, null, 2, 2), ("b", "2026-11-23", true, "IN", 1, 1));
    }

    [Fact]
    public async Task Windows_that_never_were_are_not_found_and_empty_ones_are_empty()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily }, new LeaderboardDefinition { Id = "yearly", Window = LeaderboardWindow.Cron("0 0 1 1 *") });
        foreach (string empty in new[] { LeaderboardQuery.Current, LeaderboardQuery.Previous, "2026-11-23", "2026-11-22", "2026-10-25" })
            (await world.ShowAsync(new("b", empty))).Should().BeEmpty();
        foreach (string never in new[] { "2026-11-24", "2030-01-01", "2026-10-23", "2020-01-01" })
            await FluentActions.Awaiting(() => world.ShowAsync(new("b", never))).Should().ThrowAsync<LeaderboardNotFoundException>();
        // It was over long ago, but is asked for by its name.
        (await world.ShowAsync(new("yearly", LeaderboardQuery.Previous))).Should().BeEmpty();
        world.Time.SetUtcNow(Noon.AddDays(400));
        (await world.ShowAsync(new("b", "2026-11-24"))).Should().BeEmpty("the board was there, and nobody played");
    }

    [Fact]
    public async Task Current_and_previous_follow_the_clock_in_the_boards_time_zone()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata") });
        world.Time.SetUtcNow(Noon.AddHours(6.5));
        (await world.Boards.GetPageAsync("b")).Window.Should().Be(new LeaderboardWindowInfo("2026-11-24", Noon.AddHours(6.5), Noon.AddHours(30.5), false));
        (await world.Boards.GetPageAsync(new("b", LeaderboardQuery.Previous))).Window.Key.Should().Be("2026-11-23");
    }

    [Fact]
    public async Task Percentiles_count_who_has_no_better_score()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(Enumerable.Range(1, 10).Select(i => Over($"u{i}", i == 9 ? 10 : i, i)));
        (await world.Boards.GetUserAsync("b", "u10"))!.Percentile.Should().Be(100);
        (await world.Boards.GetUserAsync("b", "u9"))!.Percentile.Should().Be(100);
        (await world.Boards.GetUserAsync("b", "u8"))!.Percentile.Should().Be(80);
        (await world.Boards.GetUserAsync("b", "u1"))!.Percentile.Should().Be(10);
        (await world.Boards.GetScoreAtPercentileAsync("b", 90)).Should().Be(10);
        (await world.Boards.GetScoreAtPercentileAsync("b", 80)).Should().Be(8);
        (await world.Boards.GetScoreAtPercentileAsync("b", 0)).Should().Be(1);
    }

    [Fact]
    public async Task The_score_at_a_users_percentile_is_the_users()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b" });
        for (int total = 1; total <= 60; total++)
        {
            await world.HandleAsync(Over($"u{total}", total));
            for (int i = 1; i <= total; i++)
                (await world.Boards.GetScoreAtPercentileAsync("b", (await world.Boards.GetUserAsync("b", $"u{i}", 0))!.Percentile)).Should().Be(i, "there are {0}", total);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_score_at_a_percentile_reaches_it_where_erased_users_left_gaps(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Daily);
        await world.HandleAsync(Enumerable.Range(1, 250).Select(i => Over($"u{i}", i, i)));
        await world.CloseAsync(Noon.AddDays(1));
        foreach (int i in Enumerable.Range(1, 120).Append(200).Append(250))
            await world.Players.EraseAsync($"u{i}", "olga", "asked for it");
        (await world.Boards.GetScoreAtPercentileAsync(Monday, 0)).Should().Be(121);
        (await world.Boards.GetScoreAtPercentileAsync(Monday, 10)).Should().Be(121);
        (await world.Boards.GetScoreAtPercentileAsync(Monday, 80)).Should().Be(201, "the one at 80 is gone");
        (await world.Boards.GetScoreAtPercentileAsync(Monday, 79.6)).Should().Be(199);
        (await world.Boards.GetScoreAtPercentileAsync(Monday, 100)).Should().Be(249, "nobody else is there to lead");
    }

    [Fact]
    public async Task What_was_done_is_on_record_although_nobody_waits_for_it_any_more()
    {
        using var gone = new CancellationTokenSource();
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Daily);
        await world.HandleAsync(Over("ann", 1));
        store.OnCall = method =>
        {
            if (method == nameof(ILeaderboardStore.RemoveWindowAsync))
                gone.Cancel();
        };
        await world.Boards.DeleteWindowAsync("b", "2026-11-23", "olga", "x", gone.Token);
        (await world.Boards.GetActionsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task What_is_not_there_is_said_by_name()
    {
        World world = await World.StartAsync(Daily);
        foreach ((LeaderboardQuery query, string message) in new[]
        {
            (new LeaderboardQuery("x"), "There is no leaderboard 'x'."), (new("b", "yesterday"), "Leaderboard 'b' has no window 'yesterday'."), (new("b", "2026-W48"), "Leaderboard 'b' has no window '2026-W48'."),
        })
            await FluentActions.Awaiting(() => world.ShowAsync(query)).Should().ThrowAsync<LeaderboardNotFoundException>().WithMessage(message);
        await FluentActions.Awaiting(() => world.Boards.GetPageAsync("b", -1).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => world.Boards.GetPageAsync("b", 0, 1001).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => world.Boards.GetPageAsync("b", 0, 0).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task Until_the_rankings_are_read_there_is_no_answer()
    {
        World world = await World.StartAsync(Daily);
        await world.HandleAsync(Over("ann", 1));
        world.Build();
        world.Boards.IsReady.Should().BeFalse();
        await FluentActions.Awaiting(() => world.ShowAsync("b")).Should().ThrowAsync<LeaderboardsNotReadyException>();
    }

    [Fact]
    public async Task A_board_added_at_run_time_is_there_after_a_restart()
    {
        World world = await World.StartAsync(Daily);
        await world.Boards.AddAsync(new LeaderboardDefinition { Id = "new", Order = LeaderboardOrder.Ascending, Window = LeaderboardWindow.Cron("0 12 * * *"), Games = ["g"] });
        await world.HandleAsync(Over("ann", 1, game: "g"));
        await FluentActions.Awaiting(() => world.Boards.AddAsync(new LeaderboardDefinition { Id = "b" }).AsTask()).Should().ThrowAsync<LeaderboardDefinitionException>();
        await world.RestartAsync();
        world.Boards.Definitions.Select(definition => (definition.Id, definition.Order, definition.Window)).Should().Equal(
            ("b", LeaderboardOrder.Descending, LeaderboardWindow.Daily), ("new", LeaderboardOrder.Ascending, LeaderboardWindow.Cron("0 12 * * *")));
        (await world.ShowAsync("new")).Should().Be("1:ann=1");
        (await world.Boards.RemoveAsync("new", "olga", "over")).Should().BeTrue();
        await FluentActions.Awaiting(() => world.ShowAsync("new")).Should().ThrowAsync<LeaderboardNotFoundException>();
        await world.HandleAsync(Over("ann", 2, 1, game: "g"));
        await world.RestartAsync();
        world.Boards.Definitions.Should().ContainSingle();
    }

    [Fact]
    public async Task What_does_not_touch_past_scores_can_be_changed_and_the_rest_asks_for_a_rebuild()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b" });
        await world.HandleAsync(Over("ann", 1), Over("bob", 1, 1), Over("cid", 0, 1));
        await world.Boards.ChangeAsync(new LeaderboardDefinition { Id = "b", Ranking = LeaderboardRanking.Dense });
        (await world.ShowAsync("b")).Should().Be("1:ann=1 1:bob=1 2:cid=0");
        await FluentActions.Awaiting(() => world.Boards.ChangeAsync(new LeaderboardDefinition { Id = "b", Scoring = LeaderboardScoring.Total, Games = ["g"] }).AsTask())
            .Should().ThrowAsync<LeaderboardDefinitionException>().WithMessage("Leaderboard 'b': Games, Scoring cannot be changed*rebuild*");
        // The same from configuration: the board goes on under its old meaning.
        await world.RestartAsync(new LeaderboardDefinition { Id = "b", Order = LeaderboardOrder.Ascending, Ranking = LeaderboardRanking.Competition });
        (await world.ShowAsync("b")).Should().Be("1:ann=1 1:bob=1 3:cid=0");
    }

    [Fact]
    public async Task Names_come_from_the_publisher_and_ids_can_be_kept_secret()
    {
        var directory = new Directory();
        World world = await World.StartAsync(Daily);
        (world.Directory, world.AnonymousIdKey) = (directory, new byte[16]);
        await world.RestartAsync();
        await world.HandleAsync(Over("ann", 2), Over("bob", 1));
        foreach (int round in new[] { 1, 2 })
        {
            LeaderboardPage page = await world.Boards.GetPageAsync("b");
            page.Entries.Select(entry => (entry.Name, entry.Avatar)).Should().Equal(("Ann", "/ann.png"), (null, null));
            page.Entries.Should().OnlyContain(entry => entry.UserId.StartsWith("anon-") && !entry.UserId.Contains("ann"));
            page.Entries.Select(entry => entry.UserId).Should().OnlyHaveUniqueItems();
        }

        directory.Calls.Should().Be(1, "answers are kept for a minute");
        directory.Fails = true;
        world.Time.Advance(TimeSpan.FromMinutes(2));
        (await world.Boards.GetPageAsync("b")).Entries.Should().HaveCount(2).And.OnlyContain(entry => entry.Name == null);
    }

    [Fact]
    public async Task A_directory_is_asked_for_a_thousand_users_at_most()
    {
        var directory = new Directory();
        World world = await World.StartAsync(Daily);
        world.Directory = directory;
        await world.RestartAsync();
        await world.HandleAsync(Enumerable.Range(0, 1_001).Select(i => Over($"u{i}", -i)));
        (await world.Boards.GetUserAsync("b", "u500", 500))!.Neighbours.Should().HaveCount(1_001);
        directory.MostAsked.Should().Be(1_000);
    }

    private sealed class Directory : IPlayerDirectory
    {
        public int Calls { get; private set; }

        public int MostAsked { get; private set; }

        public bool Fails { get; set; }

        public ValueTask<IReadOnlyDictionary<string, PlayerProfile>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
        {
            Calls++;
            MostAsked = Math.Max(MostAsked, userIds.Count);
            return Fails ? throw new IOException("gone") : new(new Dictionary<string, PlayerProfile> { ["ann"] = new("Ann", "/ann.png") });
        }
    }
}
