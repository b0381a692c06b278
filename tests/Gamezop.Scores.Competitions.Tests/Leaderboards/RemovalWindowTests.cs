using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>
/// A removal reaches as far as the window from which it was asked for, whatever windows the board has later on, and as far as the moment of
/// the removal.
/// </summary>
public sealed class RemovalWindowTests
{
    private const int Yesterday = -86_400;

    public static TheoryData<LeaderboardScoring> Scorings => [LeaderboardScoring.Best, LeaderboardScoring.Latest, LeaderboardScoring.Total];

    [Theory]
    [MemberData(nameof(Scorings))]
    public async Task An_entry_removed_during_a_rebuild_to_wider_windows_takes_no_other_day_with_it(LeaderboardScoring scoring)
    {
        var world = await World.StartAsync(Daily(scoring));
        await world.HandleAsync(Over("ann", 30, Yesterday, "y"), Over("ann", 90, 1, "t"), Over("bob", 7, 2), Over("bob", 7, 3));
        await RemoveDuringAsync(world, AllTime(scoring));
        (await world.ShowAsync("b")).Should().StartWith("1:ann=30 2:bob=");
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().StartWith("1:ann=30 2:bob=");
    }

    [Theory]
    [MemberData(nameof(Scorings))]
    public async Task An_entry_whose_removal_is_carried_out_after_a_rebuild_takes_no_other_day_with_it(LeaderboardScoring scoring)
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        var world = await World.StartAsync(store, Daily(scoring));
        await world.HandleAsync(Over("ann", 30, Yesterday, "y"), Over("ann", 90, 1, "t"), Over("bob", 7, 2));
        store.FailAt = ("WriteAsync", 1, false);
        await world.Awaiting(it => it.Boards.RemoveEntryAsync("b", "ann", "olga", "reason").AsTask()).Should().ThrowAsync<IOException>();
        await world.Rebuild.RunWithAsync(AllTime(scoring), "olga", "wider");
        (await world.ShowAsync("b")).Should().Be("1:ann=30 2:bob=7");
        await world.RestartAsync();
        (await world.ShowAsync("b")).Should().Be("1:ann=30 2:bob=7");
    }

    /// <summary>Both sides of midnight are one play in the wider window: its best score goes, and what it had scored the day before decides.</summary>
    [Theory]
    [InlineData(GameState.Playing, GameState.Playing)]
    [InlineData(GameState.Over, GameState.Over)]
    [InlineData(GameState.Playing, GameState.Over)]
    public async Task Of_a_play_across_midnight_the_part_of_the_other_day_stays(GameState before, GameState after)
    {
        var midnight = new DateTimeOffset(Noon.Date, default);
        var world = await World.StartAsync(Daily(LeaderboardScoring.Best, LeaderboardCounts.Live));
        await world.HandleAsync(
            At(midnight.AddMinutes(-1), "ann", 50, before), At(midnight.AddMinutes(1), "ann", 80, after), Over("bob", 7, 2), Over("bob", 8, 3));
        await RemoveDuringAsync(world, AllTime(LeaderboardScoring.Best, LeaderboardCounts.Live));
        (await world.ShowAsync("b")).Should().Be("1:ann=50 2:bob=8");
    }

    [Fact]
    public async Task An_entry_removed_during_a_rebuild_to_narrower_windows_goes_from_each_of_them()
    {
        var world = await World.StartAsync(AllTime(LeaderboardScoring.Total));
        await world.HandleAsync(Over("ann", 30, Yesterday, "y"), Over("ann", 90, 1, "t"), Over("bob", 7, 2), Over("bob", 7, 3));
        await RemoveDuringAsync(world, Daily(LeaderboardScoring.Total));
        (await world.ShowAsync("b")).Should().Be("1:bob=14");
        (await world.ShowAsync(new LeaderboardQuery("b", "2026-11-22"))).Should().BeEmpty();
    }

    [Fact]
    public async Task A_removal_outlives_its_window()
    {
        var world = await World.StartAsync(new LeaderboardDefinition { Id = "b", Window = LeaderboardWindow.Daily, ClosedWindowsKept = 1 });
        await world.HandleAsync(Over("ann", 90, 1, "t"), Over("bob", 7, 2));
        await world.Boards.RemoveEntryAsync("b", "ann", "olga", "reason");
        for (var day = 1; day <= 3; day++)
        {
            await world.CloseAsync(Noon.AddDays(day));
            await world.HandleAsync(At(Noon.AddDays(day), "ann", day, play: $"d{day}"));
        }

        await world.CloseAsync(Noon.AddDays(4));
        await world.Rebuild.RunWithAsync(AllTime(LeaderboardScoring.Best), "olga", "wider");
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=3");
    }

    [Theory]
    [InlineData(LeaderboardScoring.Best)]
    [InlineData(LeaderboardScoring.Total)]
    public async Task What_is_dated_ahead_goes_and_what_is_made_after_the_removal_counts(LeaderboardScoring scoring)
    {
        var world = await World.StartAsync(AllTime(scoring));
        var ahead = Over("ann", 90, 240, "ahead") with { ReceivedAt = Noon };
        await world.HandleAsync(ahead, Over("bob", 7, 2));
        (await world.Boards.RemoveEntryAsync("b", "ann", "olga", "reason")).Should().BeTrue();
        (await world.ShowAsync("b")).Should().Be("1:bob=7");
        await world.HandleAsync(Over("ann", 5, 60, "honest"), ahead, Over("ann", 99, 250, "ahead"));
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=5");
        await world.Rebuild.RunAsync("b", "olga", "to see");
        (await world.ShowAsync("b")).Should().Be("1:bob=7 2:ann=5");
    }

    // After the first two events have been folded in anew.
    private static async Task RemoveDuringAsync(World world, LeaderboardDefinition definition)
    {
        var isRemoved = false;
        world.WhileReading = async () => isRemoved = isRemoved || await world.Boards.RemoveEntryAsync("b", "ann", "olga", "reason");
        await world.Rebuild.RunWithAsync(definition, "olga", "other windows");
        isRemoved.Should().BeTrue();
    }

    private static LeaderboardDefinition Daily(LeaderboardScoring scoring, LeaderboardCounts counts = LeaderboardCounts.Finals) =>
        new() { Id = "b", Scoring = scoring, Counts = counts, Window = LeaderboardWindow.Daily };

    private static LeaderboardDefinition AllTime(LeaderboardScoring scoring, LeaderboardCounts counts = LeaderboardCounts.Finals) =>
        new() { Id = "b", Scoring = scoring, Counts = counts };
}
