using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Boards that follow each other under one id, and windows under one key.</summary>
public sealed class SameIdTests
{
    private static readonly DateTimeOffset Midnight = Noon.AddHours(12);
    private static readonly LeaderboardDefinition Daily = new() { Id = "b", Window = LeaderboardWindow.Daily, ClosedWindowsKept = 1 };
    private static readonly LeaderboardQuery Monday = new("b", "2026-11-23");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_removed_board_leaves_nothing_to_the_next_one(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore());
        await world.Boards.AddAsync(Daily);
        await world.HandleAsync(Over("ann", 1));
        await world.CloseAsync(Midnight.AddHours(2));
        await world.HandleAsync(Over("ann", 5, 1) with { ReceivedAt = Midnight.AddHours(2) });
        (await world.Boards.GetUncountedAsync("b")).Should().ContainSingle();
        // The first revision is kept for its closed window, until that goes.
        await world.Rebuild.RunAsync("b", "olga", "why not");
        await world.HandleAsync(At(Noon.AddDays(1), "ann", 3));
        await world.CloseAsync(Midnight.AddDays(1).AddHours(2));
        await world.CloseAsync();
        await world.Boards.RemoveAsync("b", "olga", "over");
        await world.Boards.AddAsync(Daily);
        (await world.Boards.GetUncountedAsync("b")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_board_that_is_configured_no_longer_leaves_nothing_to_the_next_one(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Daily);
        await world.HandleAsync(Over("ann", 1));
        await world.Rebuild.RunAsync("b", "olga", "why not");
        await world.Boards.HoldClosingAsync("b", "olga", "outage");
        await world.RestartAsync([]);
        await world.Boards.AddAsync(new LeaderboardDefinition { Id = "b", Order = LeaderboardOrder.Ascending, Window = LeaderboardWindow.Daily });
        await world.HandleAsync(Over("ann", 5, 1), Over("bob", 6, 1));
        (await world.ShowAsync("b")).Should().Be("1:ann=5 2:bob=6");
        await world.RestartAsync([]);
        (await world.ShowAsync("b")).Should().Be("1:ann=5 2:bob=6");
        await world.CloseAsync(Midnight.AddHours(2));
        (await world.Boards.GetWindowsAsync("b")).Single().Closed.Should().BeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_board_that_follows_one_that_was_held_is_not_held(bool letGo)
    {
        World world = await World.StartAsync();
        await world.Boards.AddAsync(Daily);
        await world.Boards.HoldClosingAsync("b", "olga", "outage");
        await world.RestartAsync();
        if (letGo)
            await world.Boards.ReleaseClosingAsync("b", "olga", "over");
        await world.Boards.RemoveAsync("b", "olga", "over");
        await world.Boards.AddAsync(Daily);
        if (!letGo)
            await world.RestartAsync();
        await world.HandleAsync(Over("ann", 1));
        await world.CloseAsync(Midnight.AddHours(2));
        world.Told.Should().ContainSingle();
    }

    // Monday is over in UTC, and after the rebuild it is not over yet in New York.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_window_takes_the_place_of_one_that_had_its_key_in_another_time_zone(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await World.StartAsync(sqlite ? file.Open() : new MemoryLeaderboardStore(), Daily);
        await world.HandleAsync(Over("ann", 1));
        await world.CloseAsync(Midnight.AddHours(2));
        await world.HandleAsync(At(Midnight.AddHours(2), "bob", 7));
        LeaderboardDefinition there = new() { Id = "b", Window = LeaderboardWindow.Daily, TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") };
        await world.Rebuild.RunWithAsync(there, "olga", "moved");
        (await world.ShowAsync(Monday)).Should().Be("1:bob=7 2:ann=1");
        await world.CloseAsync(Midnight.AddHours(7));
        (await world.ShowAsync(Monday)).Should().Be("1:bob=7 2:ann=1");
        await world.RestartAsync(there);
        (await world.ShowAsync(Monday)).Should().Be("1:bob=7 2:ann=1");
        (await world.Boards.DeleteWindowAsync("b", Monday.Window, "olga", "a test")).Should().BeTrue();
        await world.RestartAsync(there);
        (await world.ShowAsync(Monday)).Should().BeEmpty();
    }
}
