using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

public sealed class RebuildTests
{
    private static readonly LeaderboardDefinition Best = new() { Id = "b" };
    private static readonly LeaderboardDefinition Total = new() { Id = "b", Scoring = LeaderboardScoring.Total };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_board_takes_over_new_rules_from_the_kept_events(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Best);
        await world.HandleAsync(Over("ann", 3, 1), Over("ann", 4, 2), Over("bob", 5, 3), Over("cid", 9, 4), Over("dan", 8, 5));
        await world.Players.BanAsync("cid", "olga", "cheats");
        await world.Players.EraseAsync("dan", "olga", "asked for it");
        var steps = new List<RebuildProgress>();
        world.WhileReading = async () => (await world.ShowAsync("b")).Should().Be("1:bob=5 2:ann=4", "the old one serves until the new one is ready");
        await world.Rebuild.RunWithAsync(Total, "olga", "new season", new Now(steps.Add));
        (await world.ShowAsync("b")).Should().Be("1:ann=7 2:bob=5");
        steps.Select(step => step.Events).Should().Equal(2, 4);
        await world.HandleAsync(Over("bob", 3, 9));
        await world.RestartAsync(Total);
        (await world.ShowAsync("b")).Should().Be("1:bob=8 2:ann=7");
        await world.Players.UnbanAsync("cid", "olga", "a mistake");
        (await world.ShowAsync("b")).Should().Be("1:cid=9 2:bob=8 3:ann=7");
        (await world.Boards.GetActionsAsync()).Should().Contain(action => action.Kind == "rebuild" && action.Reason == "new season");
    }

    [Fact]
    public async Task What_configuration_says_now_takes_hold_with_a_rebuild()
    {
        World world = await World.StartAsync(Best);
        await world.HandleAsync(Over("ann", 3, 1), Over("ann", 4, 2), Over("bob", 5, 3));
        await world.RestartAsync(Total);
        (await world.ShowAsync("b")).Should().Be("1:bob=5 2:ann=4");
        await world.Rebuild.RunAsync("b", "olga", "as configured");
        (await world.ShowAsync("b")).Should().Be("1:ann=7 2:bob=5");
    }

    [Fact]
    public async Task A_rebuild_that_could_not_clear_away_what_it_replaced_has_happened_and_is_recorded()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        var daily = new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily };
        World world = await World.StartAsync(store, daily);
        await world.HandleAsync(Over("ann", 3));
        await world.CloseAsync(Noon.AddDays(1));
        // After the new revision and its taking over.
        store.FailAt = ("SaveBoardAsync", 3, false);
        await world.Awaiting(it => it.Rebuild.RunAsync("b", "olga", "for sure").AsTask()).Should().ThrowAsync<IOException>();
        (await world.Boards.GetActionsAsync()).Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Kind = "rebuild", Subject = "b", Actor = "olga", Reason = "for sure" });
        world.Catalog.Find("b")!.Scope.Name.Should().Be(BoardScope.NameOf("b", 2));
    }

    [Fact]
    public async Task Scores_that_arrive_meanwhile_count()
    {
        World world = await World.StartAsync(Best);
        await world.HandleAsync(Over("ann", 3, 1), Over("ann", 4, 2), Over("bob", 5, 3));
        int second = 10;
        world.WhileReading = () => world.HandleAsync(Over("bob", 1, second++));
        await world.Rebuild.RunWithAsync(Total, "olga", "x");
        (await world.ShowAsync("b")).Should().Be("1:ann=7 2:bob=7");
        second.Should().Be(12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_banned_or_erased_meanwhile_is_hidden_and_gone(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Best);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        // The first batch has both of them, and the next ones are read by now.
        await world.HandleAsync(Over("ann", 3, 1), Over("bob", 5, 2), Over("ann", 4, 3), Over("bob", 6, 4), Over("cid", 1, 5), Over("dan", 2, 6));
        world.WhileReading = async () =>
        {
            world.WhileReading = () => Task.CompletedTask;
            await world.Players.BanAsync("ann", "olga", "cheats");
            await world.Players.EraseAsync("bob", "olga", "asked for it");
        };
        await world.Rebuild.RunWithAsync(Total, "olga", "x");
        (await world.ShowAsync("b")).Should().Be("1:dan=2 2:cid=1");
        await world.RestartAsync(Total);
        (await world.ShowAsync("b")).Should().Be("1:dan=2 2:cid=1");
        await world.Players.UnbanAsync("ann", "olga", "a mistake");
        (await world.ShowAsync("b")).Should().Be("1:ann=7 2:dan=2 3:cid=1");
    }

    [Fact]
    public async Task Closed_windows_stay_as_they_were_closed()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily });
        await world.HandleAsync(Over("ann", 3, 1), Over("ann", 4, 2));
        await world.CloseAsync(Noon.AddDays(1));
        await world.HandleAsync(At(Noon.AddDays(1), "ann", 1, play: "p1"), At(Noon.AddDays(1), "ann", 2, play: "p2"));
        await world.Rebuild.RunWithAsync(
            new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, Scoring = LeaderboardScoring.Total }, "olga", "x");
        foreach (bool restart in new[] { false, true })
        {
            if (restart)
                await world.RestartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, Scoring = LeaderboardScoring.Total });
            (await world.ShowAsync(new("b", "2026-11-23"))).Should().Be("1:ann=4");
            (await world.ShowAsync(new("b", "2026-11-24"))).Should().Be("1:ann=3");
        }

        (await world.Boards.GetUncountedAsync("b")).Should().BeEmpty();
        world.Told.Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Closed_windows_keep_their_order(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open()
            : new MemoryLeaderboardStore(), new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily });
        await world.HandleAsync(Over("ann", 3), Over("bob", 4));
        await world.CloseAsync(Noon.AddDays(1));
        LeaderboardDefinition ascending = new() { Id = "b", Window = LeaderboardWindow.Daily, Order = LeaderboardOrder.Ascending };
        await world.Rebuild.RunWithAsync(ascending, "olga", "the other way round");
        foreach (bool restart in new[] { false, true })
        {
            if (restart)
                await world.RestartAsync(ascending);
            (await world.Boards.GetPageAsync(new("b", LeaderboardQuery.Previous))).Should()
                .BeEquivalentTo(new { Order = LeaderboardOrder.Descending, Entries = new[] { new { UserId = "bob" }, new { UserId = "ann" } } });
            (await world.Boards.GetPageAsync("b")).Order.Should().Be(LeaderboardOrder.Ascending);
        }
    }

    [Theory]
    [InlineData(LeaderboardPartition.None)]
    [InlineData(LeaderboardPartition.Game)]
    public async Task Closed_windows_keep_their_partitions(LeaderboardPartition partitions)
    {
        World world = await World.StartAsync(
            new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, PartitionBy = LeaderboardPartition.Country });
        await world.HandleAsync(Over("ann", 3, country: "IN"), Over("bob", 4, country: "DE"));
        await world.CloseAsync(Noon.AddDays(1));
        await world.Rebuild.RunWithAsync(
            new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, PartitionBy = partitions }, "olga", "other partitions");
        (await world.ShowAsync(new("b", "2026-11-23", "in"))).Should().Be("1:ann=3");
        (await world.Boards.GetProfileAsync("ann")).Select(place => place.Partition).Should().Equal(null, "IN");
    }

    [Fact]
    public async Task One_that_is_interrupted_leaves_the_old_ranking_and_can_be_begun_again()
    {
        var store = new MemoryLeaderboardStore();
        World world = await World.StartAsync(store, Best);
        await world.HandleAsync(Over("ann", 3, 1), Over("ann", 4, 2), Over("bob", 5, 3));
        world.WhileReading = () => throw new IOException("the process was killed");
        await FluentActions.Awaiting(() => world.Rebuild.RunWithAsync(Total, "olga", "x").AsTask()).Should().ThrowAsync<IOException>();
        (await world.ShowAsync("b")).Should().Be("1:bob=5 2:ann=4");
        // Killed for good: what it had begun is still in the store.
        await store.SaveBoardAsync(new StoredBoard("b#2", "b", "{}", StoredBoardState.Building, DateTimeOffset.MinValue), [], default);
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().Be("1:bob=5 2:ann=4");
        world.WhileReading = () => Task.CompletedTask;
        await world.Rebuild.RunWithAsync(Total, "olga", "x");
        (await world.ShowAsync("b")).Should().Be("1:ann=7 2:bob=5");
    }

    [Fact]
    public async Task One_that_would_lose_scores_is_refused()
    {
        World world = await World.StartAsync(Best);
        await world.HandleAsync(Over("ann", 3, 1));
        world.Time.SetUtcNow(Noon.AddDays(31));
        (await FluentActions.Awaiting(() => world.Rebuild.RunWithAsync(Total, "olga", "x").AsTask()).Should()
            .ThrowAsync<RebuildRefusedException>()).Which.PossibleFrom.Should().Be(Noon.AddDays(1));
        world.Retention = null;
        (await FluentActions.Awaiting(() => world.Rebuild.RunWithAsync(Total, "olga", "x").AsTask()).Should()
            .ThrowAsync<RebuildRefusedException>()).Which.PossibleFrom.Should().BeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_from_a_log_that_was_shortened_before_its_time_is_refused(bool whileReading)
    {
        World world = await World.StartAsync(Best);
        await world.HandleAsync(Over("ann", 3, 1), Over("bob", 4, 2), Over("cid", 5, 3));
        world.Time.SetUtcNow(Noon.AddDays(2));
        void Prune()
        {
            world.Kept.RemoveAll(kept => kept.UserId != "cid");
            world.PrunedUntil = Noon.AddDays(1);
        }

        if (whileReading)
            world.WhileReading = () =>
            {
                Prune();
                return Task.CompletedTask;
            };
        else
            Prune();

        var refused = await FluentActions.Awaiting(() => world.Rebuild.RunAsync("b", "olga", "x").AsTask()).Should().ThrowAsync<RebuildRefusedException>();

        refused.WithMessage("*events are kept since 2026-*a rebuild would lose scores*").Which.PossibleFrom.Should().Be(Noon.AddDays(1));
        (await world.ShowAsync("b")).Should().Be("1:cid=5 2:bob=4 3:ann=3");
        await world.HandleAsync(Over("dan", 9, 4));
        (await world.ShowAsync("b")).Should().Be("1:dan=9 2:cid=5 3:bob=4 4:ann=3");
    }

    [Fact]
    public async Task One_that_would_lose_scores_that_an_earlier_one_brought_is_refused()
    {
        World world = await World.StartAsync();
        await world.HandleAsync(Over("ann", 9, 1));
        world.Time.SetUtcNow(Noon.AddDays(20));
        await world.Boards.AddAsync(Best);
        await world.Rebuild.RunAsync("b", "olga", "with what was played before the board was there");
        await world.Rebuild.RunAsync("b", "olga", "its event is kept");
        world.Time.SetUtcNow(Noon.AddDays(40));
        world.Kept.Clear();
        await FluentActions.Awaiting(() => world.Rebuild.RunAsync("b", "olga", "x").AsTask()).Should().ThrowAsync<RebuildRefusedException>();
        (await world.ShowAsync("b")).Should().Be("1:ann=9");
    }

    [Fact]
    public async Task One_that_needs_only_events_of_a_range_is_not_refused_for_older_ones()
    {
        LeaderboardDefinition range = new() { Id = "b", Window = LeaderboardWindow.Range(Noon.AddDays(30), Noon.AddDays(60)) };
        World world = await World.StartAsync(range);
        world.Time.SetUtcNow(Noon.AddDays(40));
        await world.HandleAsync(At(Noon.AddDays(35), "ann", 1));
        await world.Rebuild.RunAsync("b", "olga", "x");
        (await world.ShowAsync("b")).Should().Be("1:ann=1");
    }

    [Fact]
    public async Task One_that_would_lose_scores_of_a_clock_a_little_ahead_is_refused()
    {
        DateTimeOffset start = new(2026, 11, 1, 0, 0, 0, default);
        World world = await World.StartAsync(
            new MemoryLeaderboardStore(), start.AddDays(-31), new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Monthly });
        await world.HandleAsync(At(start.AddMinutes(1), "ann", 1) with { ReceivedAt = start.AddMinutes(-3) });
        await world.CloseAsync(start.AddDays(30).AddMinutes(-1));
        await FluentActions.Awaiting(() => world.Rebuild.RunAsync("b", "olga", "x").AsTask()).Should().ThrowAsync<RebuildRefusedException>();
    }

    private sealed class Now(Action<RebuildProgress> report) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => report(value);
    }
}
