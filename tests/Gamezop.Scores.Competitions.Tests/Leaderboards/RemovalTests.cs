using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>A user's scores are removed from one board, without a ban.</summary>
public sealed class RemovalTests
{
    private const string Game = "NyM_JGWcx";

    public static TheoryData<string, LeaderboardScoring> Engines => new()
    {
        { "memory", LeaderboardScoring.Best }, { "memory", LeaderboardScoring.Total }, { "memory", LeaderboardScoring.Latest },
            { "sqlite", LeaderboardScoring.Best }, { "sqlite", LeaderboardScoring.Total },
    };

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removed_play_stays_removed_whatever_comes_again(string engine, LeaderboardScoring scoring)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(engine == "sqlite" ? file.Open()
            : new MemoryLeaderboardStore(), Of(scoring), new LeaderboardDefinition { Id = "other" });
        Event[] events = [Over("ann", 5, 1, "a"), Over("ann", 90, 2, "b"), Over("bob", 7, 3)];
        await world.HandleAsync(events);
        (await world.Boards.RemovePlayAsync("b", new PlayId("ann", Game, "b"), "olga", "impossible")).Should().BeTrue();
        await CheckAsync();
        await world.HandleAsync(events);
        // More of the same play: it is removed whole.
        await world.HandleAsync(Over("ann", 95, 9, "b"));
        await CheckAsync();
        await world.RestartAsync();
        await world.HandleAsync(events.Reverse());
        await CheckAsync();
        await world.Rebuild.RunAsync("b", "olga", "to see");
        await CheckAsync();
        await world.RestartAsync();
        await CheckAsync();
        (await world.ShowAsync("other")).Should().Be("1:ann=95 2:bob=7", "it was removed from one board");
        (await world.Boards.GetActionsAsync()).Should().ContainSingle(action => action.Kind == "remove-play").Which.Should().Be(
            new LeaderboardAction(world.Time.GetUtcNow(), "remove-play", $"b/{Game}/b", "olga", "impossible") { UserId = "ann" });
        (await world.Boards.RemovePlayAsync("b", new PlayId("ann", Game, "b"), "olga", "again")).Should().BeFalse();
        (await world.Boards.RemovePlayAsync("b", new PlayId("bob", Game, "a"), "olga", "not his")).Should().BeFalse();
        (await world.Boards.GetActionsAsync()).Count(action => action.Kind == "remove-play").Should().Be(1);

        async Task CheckAsync() => (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=5");
    }

    [Fact]
    public async Task Many_removals_of_one_user_are_kept_as_one_of_each_kind()
    {
        var store = new MemoryLeaderboardStore();
        World world = await World.StartAsync(store, Of(LeaderboardScoring.Best, LeaderboardWindow.Daily));
        var events = new List<Event> { Over("bob", 1, 1, "p0"), Over("ann", 2, 2, "later") };
        for (int i = 0; i < 5; i++)
        {
            events.AddRange(Over("ann", 90, 10 + i, $"a{i}"), Over("bob", 80, 10 + i, $"b{i}"));
            await world.HandleAsync(events);
            world.Time.SetUtcNow(Noon.AddSeconds(20 + i));
            (await world.Boards.RemovePlayAsync("b", new PlayId("bob", Game, $"b{i}"), "olga", "impossible")).Should().BeTrue();
            (await world.Boards.RemoveEntryAsync("b", "ann", "olga", "asked for it")).Should().BeTrue();
        }

        BoardDocument.Read((await store.StartAsync(default)).Boards.Single().Definition).Removals.Select(removal => (removal.UserId, removal.Plays.Count))
            .Should().BeEquivalentTo([("bob", 5), ("ann", 6)]);
        await world.RestartAsync();
        await world.HandleAsync(events);
        (await world.ShowAsync("b")).Should().Be("1:bob=1");
        await world.Rebuild.RunWithAsync(Of(LeaderboardScoring.Best), "olga", "wider");
        (await world.ShowAsync("b")).Should().Be("1:bob=1");
        (await world.Boards.GetActionsAsync()).Count(action => action.Kind.StartsWith("remove", StringComparison.Ordinal)).Should().Be(10);
    }

    [Theory]
    [InlineData(false, LeaderboardScoring.Best)]
    [InlineData(true, LeaderboardScoring.Best)]
    [InlineData(false, LeaderboardScoring.Total)]
    public async Task A_removal_that_a_rebuild_could_not_follow_does_not_come_back_with_it(bool isWritten, LeaderboardScoring scoring)
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Of(scoring));
        await world.HandleAsync(Over("ann", 5, 1, "a"), Over("ann", 90, 2, "b"), Over("bob", 7, 3));
        var removals = 0;
        world.WhileReading = async () =>
        {
            if (removals++ > 0)
                return;
            // The first write is to the board that answers, the second one to the one that is being built.
            store.FailAt = (nameof(ILeaderboardStore.WriteAsync), 2, isWritten);
            await FluentActions.Awaiting(() => world.Boards.RemovePlayAsync("b", new PlayId("ann", Game, "b"), "olga", "impossible").AsTask())
                .Should().ThrowAsync<IOException>();
        };

        await world.Rebuild.RunAsync("b", "olga", "to see");

        removals.Should().BePositive();
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=5");
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=5");
    }

    // A removal from a day that cuts a play of a wider window: among its other events another one decides.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_play_that_a_failed_removal_has_cut_is_read_again(bool isWritten)
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        World world = await World.StartAsync(store, Of(LeaderboardScoring.Best, LeaderboardWindow.Daily));
        await world.HandleAsync(Over("ann", 5, -86_400, "a"), Over("ann", 90, 2, "a"), Over("bob", 7, 3));
        world.Time.SetUtcNow(Noon.AddSeconds(25));
        var removals = 0;
        world.WhileReading = async () =>
        {
            if (removals++ > 0)
                return;
            store.FailAt = (nameof(ILeaderboardStore.WriteAsync), 2, isWritten);
            await FluentActions.Awaiting(() => world.Boards.RemoveEntryAsync("b", "ann", "olga", "asked for it").AsTask()).Should().ThrowAsync<IOException>();
        };

        await world.Rebuild.RunWithAsync(Of(LeaderboardScoring.Best), "olga", "wider");

        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=5");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removed_entry_stays_removed_and_later_plays_count(string engine, LeaderboardScoring scoring)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(engine == "sqlite" ? file.Open() : new MemoryLeaderboardStore(), Of(scoring, LeaderboardWindow.Daily));
        Event[] events = [Over("ann", 5, 1, "a"), Over("ann", 90, 20, "b"), Over("bob", 7, 3), Over("ann", 3, -86_400, "yesterday")];
        await world.HandleAsync(events);
        world.Time.SetUtcNow(Noon.AddSeconds(25));
        (await world.Boards.RemoveEntryAsync("b", "ann", "olga", "asked for it")).Should().BeTrue();
        (await world.ShowAsync("b")).Should().Be("1:bob=7");
        (await world.ShowAsync(new LeaderboardQuery("b", "2026-11-22"))).Should().Be("1:ann=3", "it was removed from one window");
        // Again, one that is older and comes late, and one that goes on with a play that was removed.
        await world.HandleAsync(events.Concat([Over("ann", 80, 10, "c"), Over("ann", 99, 30, "b")]));
        (await world.ShowAsync("b")).Should().Be("1:bob=7");
        await world.HandleAsync(Over("ann", 2, 40, "d"));
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=2");
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=2");
        await world.Rebuild.RunAsync("b", "olga", "to see");
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=2");
        await world.Rebuild.RunWithAsync(Of(scoring, LeaderboardWindow.Weekly), "olga", "other windows");
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=2", "what was made in that time stays removed");
        (await world.Boards.GetActionsAsync()).Should()
            .Contain(new LeaderboardAction(world.Time.GetUtcNow(), "remove-entry", "b/2026-11-23", "olga", "asked for it") { UserId = "ann" });
        (await world.Boards.RemoveEntryAsync("b", "nobody", "olga", "no")).Should().BeFalse();
    }

    [Fact]
    public async Task Every_partition_of_the_window_loses_the_entry()
    {
        World world = await World.StartAsync(new LeaderboardDefinition { Id = "b", PartitionBy = LeaderboardPartition.Country });
        await world.HandleAsync(Over("ann", 5, 1, country: "IN"), Over("ann", 6, 2, country: "DE"), Over("bob", 1, 3, country: "DE"));
        (await world.Boards.RemoveEntryAsync("b", "ann", "olga", "reason")).Should().BeTrue();
        (await world.ShowAsync("b")).Should().Be("1:bob=1");
        (await world.ShowAsync(new LeaderboardQuery("b", Partition: "IN"))).Should().BeEmpty();
        (await world.ShowAsync(new LeaderboardQuery("b", Partition: "DE"))).Should().Be("1:bob=1");
    }

    [Fact]
    public async Task A_closed_window_refuses_and_does_not_change()
    {
        World world = await World.StartAsync(Of(LeaderboardScoring.Best, LeaderboardWindow.Daily));
        await world.HandleAsync(Over("ann", 5, 1, "a"), Over("bob", 4, 2));
        await world.CloseAsync(Noon.AddDays(1));
        await world.Boards.Awaiting(boards => boards.RemoveEntryAsync("b", "ann", "olga", "late", "2026-11-23")).Should()
            .ThrowAsync<LeaderboardRefusedException>()
            .WithMessage("Window '2026-11-23' of leaderboard 'b' is closed, and closed ranks never change*");
        await world.Boards.Awaiting(boards => boards.RemoveEntryAsync("b", "ann", "olga", "late", LeaderboardQuery.Previous)).Should()
            .ThrowAsync<LeaderboardRefusedException>();
        (await world.Boards.RemovePlayAsync("b", new PlayId("ann", Game, "a"), "olga", "late")).Should().BeFalse();
        await world.Boards.Awaiting(boards => boards.RemoveEntryAsync("b", "ann", "olga", "x", "2026-W01")).Should().ThrowAsync<LeaderboardNotFoundException>();
        await world.Boards.Awaiting(boards => boards.RemoveEntryAsync("b", "ann", " ", "x")).Should().ThrowAsync<ArgumentException>();
        (await world.ShowAsync(new LeaderboardQuery("b", "2026-11-23"))).Should().Be("1:ann=5 2:bob=4");
        (await world.Boards.GetActionsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_removed_before_the_close_is_not_in_the_closed_window_nor_in_one_that_is_made_anew()
    {
        World world = await World.StartAsync(Of(LeaderboardScoring.Best, LeaderboardWindow.Daily));
        await world.HandleAsync(Over("ann", 5, 1), Over("bob", 4, 2));
        await world.Boards.RemoveEntryAsync("b", "ann", "olga", "reason");
        await world.CloseAsync(Noon.AddDays(1));
        (await world.ShowAsync(new LeaderboardQuery("b", "2026-11-23"))).Should().Be("1:bob=4");
        await world.Rebuild.RunClosedAsync("b", ["2026-11-23"], "olga", "to see");
        (await world.ShowAsync(new LeaderboardQuery("b", "2026-11-23"))).Should().Be("1:bob=4");
    }

    [Fact]
    public async Task Plays_that_are_kept_as_one_value_go_with_the_entry()
    {
        World world = await World.StartAsync(Of(LeaderboardScoring.Total));
        await world.HandleAsync(Enumerable.Range(0, 80).Select(i => Over("ann", 1, i, $"p{i}")));
        await world.CloseAsync(Noon.AddDays(40));
        await world.HandleAsync(At(Noon.AddDays(40), "ann", 1, play: "new"));
        (await world.Boards.RemoveEntryAsync("b", "ann", "olga", "reason")).Should().BeTrue();
        (await world.ShowAsync("b")).Should().BeEmpty();
        await world.HandleAsync(At(Noon.AddDays(41), "ann", 3, play: "newer"));
        (await world.ShowAsync("b")).Should().Be("1:ann=3");
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().Be("1:ann=3");
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task An_erased_user_is_not_named_by_what_was_removed(string engine)
    {
        using var file = new SqliteStoreFile();
        ILeaderboardStore store = engine == "sqlite" ? file.Open() : new MemoryLeaderboardStore();
        World world = await World.StartAsync(store, Of(LeaderboardScoring.Best));
        await world.HandleAsync(Over("ann-of-somewhere", 5, 1));
        await world.Boards.RemoveEntryAsync("b", "ann-of-somewhere", "olga", "reason");
        await world.Players.EraseAsync("ann-of-somewhere", "olga", "asked for it");
        (await world.Boards.GetActionsAsync()).Should().Contain(action => action.Kind == "remove-entry").And.NotContain(action => action.UserId != null);
        (await store.StartAsync(default)).Boards.Should().NotContain(board => board.Definition.Contains("ann-of-somewhere", StringComparison.Ordinal));
    }

    /// <summary>Whichever write is a process's last: after a restart it is removed wherever it had been kept that it is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_removal_that_a_kill_cuts_off_is_carried_out_or_can_be_asked_for_again(bool after)
    {
        int writes = 0;
        for (bool killed = true; killed;)
        {
            var faults = new Tournaments.Faults();
            World world = await World.StartAsync(
                Tournaments.FaultyProxy<ILeaderboardStore>.Wrap(new MemoryLeaderboardStore(), faults), Of(LeaderboardScoring.Total));
            await world.HandleAsync(Over("ann", 5, 1), Over("ann", 6, 2), Over("bob", 4, 2));
            faults.Arm(++writes, after);
            killed = false;
            try
            {
                await world.Boards.RemoveEntryAsync("b", "ann", "olga", "reason");
            }
            catch (IOException)
            {
                killed = true;
            }

            faults.Disarm();
            await world.RestartAsync();
            var isRemoved = await world.ShowAsync("b") == "1:bob=4";
            (await world.Boards.GetActionsAsync()).Any(action => action.Kind == "remove-entry").Should().Be(isRemoved, "who did it is kept in the same step");
            if (!isRemoved)
                (await world.Boards.RemoveEntryAsync("b", "ann", "olga", "reason")).Should().BeTrue();
            (await world.ShowAsync("b")).Should().Be("1:bob=4");
            await world.HandleAsync(Over("ann", 1, 9));
            await world.RestartAsync();
            (await world.ShowAsync("b")).Should().Be("1:bob=4 2:ann=1");
        }

        writes.Should().BeGreaterThan(3);
    }

    private static LeaderboardDefinition Of(LeaderboardScoring scoring, LeaderboardWindow? window = null) =>
        new() { Id = "b", Scoring = scoring, Window = window ?? LeaderboardWindow.AllTime };
}
