using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>
/// On paper: the occurrence of 13:30 to 17:00 was joined before the tournament became an hourly one, and takes place as it was announced. While
/// it does, the hours are passed over. When it goes, those of them that are to come take place, and none in the past.
/// </summary>
public sealed class PassedOverTests
{
    private const string Kept = "cup@20261123T133000Z";

    [Theory]
    [InlineData(70, "15 16 17")]
    [InlineData(120, "15 16 17")]
    [InlineData(200, "16 17")]
    [InlineData(290, "17")]
    public async Task Starts_to_come_that_a_cancelled_occurrence_stood_in_the_way_of_take_place(int minute, string expected)
    {
        var world = await StartAsync();
        await world.RunAsync(Noon.AddMinutes(minute));
        await world.Tournaments.CancelAsync(Kept, "op", "storm");
        (await HoursAsync(world, minute)).Should().Be(expected);
    }

    [Fact]
    public async Task Starts_that_one_that_ends_early_stood_in_the_way_of_take_place()
    {
        var world = await StartAsync();
        await world.RunAsync(Noon.AddMinutes(150));
        await world.Tournaments.EndNowAsync(Kept, "op", "storm");
        (await HoursAsync(world, 150)).Should().Be("15 16 17");
    }

    [Fact]
    public async Task Starts_that_one_with_other_times_stood_in_the_way_of_take_place()
    {
        var world = await StartAsync();
        await world.RunAsync(Noon.AddMinutes(100));
        await world.Tournaments.RescheduleAsync(Kept, Noon.AddHours(4), Noon.AddHours(5), "op", "later and shorter");
        (await HoursAsync(world, 100)).Should().Be("15 16 17", "the one that was announced for 13:30 is that of 16:00 now");
    }

    /// <summary>The clock jumps, as that of a machine that slept, and a score comes before anything else.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_score_that_comes_before_anything_else_finds_its_occurrence(bool hasLog)
    {
        var world = await StartAsync();
        world.Retention = hasLog ? TimeSpan.FromDays(30) : null;
        await world.RunAsync(Noon.AddMinutes(178));
        await world.Tournaments.CancelAsync(Kept, "op", "storm");
        world.Time.SetUtcNow(Noon.AddMinutes(182));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(181), 5));
        (await world.ShowAsync("cup@20261123T150000Z")).Should().Be("1:ann=5");
    }

    [Theory]
    [InlineData(100, "15 16 17")]
    [InlineData(200, "16 17")]
    public async Task A_restart_after_the_cancelling_comes_to_the_same(int minute, string expected)
    {
        var world = await StartAsync();
        await world.RunAsync(Noon.AddMinutes(minute));
        await world.Tournaments.CancelAsync(Kept, "op", "storm");
        await world.RestartAsync();
        (await HoursAsync(world, minute)).Should().Be(expected);
    }

    [Fact]
    public async Task A_cancelled_occurrence_of_the_schedule_itself_does_not_come_again()
    {
        var world = await TournamentWorld.StartAsync(Every("0 * * * *", 40));
        await world.RunAsync(Noon.AddMinutes(50));
        await world.Tournaments.CancelAsync("cup@20261123T130000Z", "op", "storm");
        await world.RunAsync(Noon.AddMinutes(55));
        await world.RestartAsync();
        await world.RunAsync(Noon.AddMinutes(130));
        (await world.Tournaments.GetOccurrencesAsync("cup")).Select(one => (one.StartsAt.Hour, one.Status)).Should().Equal(
            (15, TournamentStatus.Upcoming), (14, TournamentStatus.Live), (13, TournamentStatus.Cancelled), (12, TournamentStatus.Finished));
    }

    private static async Task<TournamentWorld> StartAsync()
    {
        var world = await TournamentWorld.StartAsync(Every("30 13 * * *", 210));
        (await world.Tournaments.JoinAsync(Kept, "ann")).JoinedAt.Should().NotBeNull();
        await world.Tournaments.ChangeAsync(Every("0 * * * *", 40), "op", "hourly");
        // As its process knows it after a restart too.
        await world.RestartAsync(Every("0 * * * *", 40));
        await world.RunAsync(Noon.AddMinutes(65));
        (await world.Tournaments.GetOccurrencesAsync("cup")).Select(one => one.StartsAt.Hour).Should().Equal(13);
        return world;
    }

    // The hours of all occurrences that begin from 15:00 on, when each minute has passed.
    private static async Task<string> HoursAsync(TournamentWorld world, int minute)
    {
        for (; minute < 320; minute++)
            await world.RunAsync(Noon.AddMinutes(minute));
        var all = (await world.Tournaments.GetOccurrencesAsync("cup", 0, 100)).OrderBy(one => one.StartsAt).ToList();
        all.Where(one => one.Status != TournamentStatus.Cancelled).Zip(all.Where(one => one.Status != TournamentStatus.Cancelled).Skip(1))
            .Should().OnlyContain(pair => pair.First.EndsAt <= pair.Second.StartsAt, "no two run at once");
        return string.Join(' ', all.Where(one => one.StartsAt.Hour is >= 15 and < 18).Select(one => one.StartsAt.Hour));
    }

    private static TournamentDefinition Every(string cron, int minutes) => new()
    {
        Id = "cup",
        Games = [Game],
        Cron = cron,
        Duration = TimeSpan.FromMinutes(minutes),
        Grace = TimeSpan.FromMinutes(1),
    };
}
