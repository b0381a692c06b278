using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Occurrences that touch, and changes of the schedule: from the next occurrence on, none in the past, never two at a time.</summary>
public sealed class ScheduleTests
{
    public static TheoryData<string, int, int> WithoutPause => new() { { "0 * * * *", 1, 3 }, { "0 0 * * 1", 7 * 24, 15 * 24 }, { "30 */6 * * *", 6, 30 } };

    [Theory]
    [MemberData(nameof(WithoutPause))]
    public async Task Occurrences_may_touch_and_a_score_at_the_seam_counts_in_the_later_one_alone(string cron, int hours, int until)
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Every(cron, TimeSpan.FromHours(hours)));
        TournamentInfo first = await world.Tournaments.GetAsync("cup");
        DateTimeOffset seam = first.EndsAt;
        await world.HandleAsync(Played("ann", "a", seam.AddMilliseconds(-1), 1), Played("ann", "b", seam, 2));
        await world.RunAsync(Noon.AddHours(until));

        TournamentInfo[] all = [.. (await world.Tournaments.GetOccurrencesAsync("cup")).OrderBy(one => one.StartsAt)];
        all.Length.Should().BeGreaterThan(2);
        all.Zip(all.Skip(1)).Should().OnlyContain(pair => pair.First.EndsAt == pair.Second.StartsAt);
        (await world.ShowAsync(all[0].Id)).Should().Be("1:ann=1");
        (await world.ShowAsync(all[1].Id)).Should().Be("1:ann=2");
    }

    [Theory]
    [InlineData("0 20 * * *", 60, "0 21 * * *", 60, 0)]
    [InlineData("0 12 * * 1", 60, "*/5 * * * *", 4, 24)]
    [InlineData("0 20 * * *", 60, "0 9 * * *", 240, 0)]
    [InlineData("0 * * * *", 40, "*/10 * * * *", 10, 3)]
    public async Task A_changed_schedule_begins_after_the_change(string cron, int minutes, string changed, int changedMinutes, int hoursLater)
    {
        foreach (bool restarts in new[] { false, true })
        {
            TournamentWorld world = await TournamentWorld.StartAsync(Every(cron, TimeSpan.FromMinutes(minutes)));
            DateTimeOffset now = Noon.AddHours(hoursLater).AddMinutes(1);
            if (!restarts)
                await world.RunAsync(now);
            world.Time.SetUtcNow(now);
            TournamentDefinition definition = Every(changed, TimeSpan.FromMinutes(changedMinutes));
            if (restarts)
                await world.RestartAsync(definition);
            else
                await world.Tournaments.ChangeAsync(definition, "op", "other hours");
            await world.RunAsync();

            TournamentInfo[] all = [.. (await world.Tournaments.GetOccurrencesAsync("cup", 0, 1000)).OrderBy(one => one.StartsAt)];
            var old = new TournamentSchedule(Every(cron, TimeSpan.FromMinutes(minutes)));
            all.Where(one => one.StartsAt <= now).All(one => old.Next(one.StartsAt.AddTicks(-1)) == one.StartsAt).Should().BeTrue("what began before is of the old schedule");
            all.Count(one => one.StartsAt > now).Should().Be(1);
            all[^1].EndsAt.Should().Be(all[^1].StartsAt.AddMinutes(changedMinutes));
            world.Told.Should().HaveCountLessThanOrEqualTo(2 * all.Length);
            all.Zip(all.Skip(1)).All(pair => pair.First.EndsAt <= pair.Second.StartsAt).Should().BeTrue();
        }
    }

    [Fact]
    public async Task One_that_was_out_of_the_configuration_does_not_make_up_for_it()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Every("0 * * * *", TimeSpan.FromMinutes(40)));
        await world.RestartAsync(new TournamentDefinition { Id = "other", StartsAt = Noon, Duration = TimeSpan.FromHours(1) });
        await world.RunAsync(Noon.AddHours(2));
        world.Time.SetUtcNow(Noon.AddDays(20).AddMinutes(10));
        await world.RestartAsync(Every("0 * * * *", TimeSpan.FromMinutes(40)));
        await world.RunAsync();
        (await world.Tournaments.GetOccurrencesAsync("cup", 0, 1000)).Select(one => one.StartsAt).Should().Equal(Noon.AddDays(20).AddHours(1), Noon.AddHours(1), Noon);
    }

    [Fact]
    public async Task After_a_change_the_next_one_begins_when_the_live_one_has_ended()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Every("0 * * * *", TimeSpan.FromMinutes(40)));
        await world.RunAsync(Noon.AddMinutes(10));
        await world.Tournaments.ChangeAsync(Every("30 * * * *", TimeSpan.FromMinutes(20)), "op", "other hours");
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(32), 5));
        (await WinnersOfAsync(world, Noon.AddHours(4))).Should().Equal("cup@20261123T120000Z");
        (await world.Tournaments.GetOccurrencesAsync("cup", 0, 1000)).Select(one => one.StartsAt).Should().Contain(Noon.AddMinutes(90)).And.NotContain(Noon.AddMinutes(30));
    }

    [Fact]
    public async Task A_longer_duration_does_not_reach_into_what_an_operator_has_moved()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Every("0 * * * *", TimeSpan.FromMinutes(40)));
        await world.RunAsync(Noon.AddMinutes(50));
        await world.Tournaments.RescheduleAsync("cup@20261123T130000Z", Noon.AddMinutes(100), Noon.AddMinutes(125), "op", "later");
        await world.Tournaments.ChangeAsync(Every("0 * * * *", TimeSpan.FromMinutes(60)), "op", "longer");
        await world.RunAsync(Noon.AddHours(6));
        TournamentInfo[] all = [.. (await world.Tournaments.GetOccurrencesAsync("cup", 0, 1000)).OrderBy(one => one.StartsAt)];
        all.Zip(all.Skip(1)).Should().OnlyContain(pair => pair.First.EndsAt <= pair.Second.StartsAt);
        all.Select(one => one.StartsAt).Should().Contain(Noon.AddMinutes(100)).And.Contain(Noon.AddHours(3)).And.NotContain(Noon.AddHours(2), "the moved one runs then");
    }

    [Fact]
    public async Task Times_that_would_reach_into_the_next_occurrence_are_refused()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Every("0 * * * *", TimeSpan.FromMinutes(40)));
        await world.RunAsync(Noon.AddMinutes(10));
        await world.Invoking(it => it.Tournaments.ExtendAsync("cup", Noon.AddMinutes(61), "op", "fun").AsTask()).Should().ThrowAsync<TournamentRefusedException>()
            .WithMessage("*cup@20261123T120000Z*cannot run*cup@20261123T130000Z*runs from*");
        await world.Invoking(it => it.Tournaments.RescheduleAsync("cup@20261123T130000Z", Noon.AddMinutes(30), Noon.AddMinutes(50), "op", "fun").AsTask()).Should()
            .ThrowAsync<TournamentRefusedException>().WithMessage("*cup@20261123T120000Z*");
        await world.Tournaments.ExtendAsync("cup", Noon.AddMinutes(60), "op", "they may touch");
        await world.Tournaments.CancelAsync("cup@20261123T130000Z", "op", "no time");
        await world.Tournaments.ExtendAsync("cup", Noon.AddMinutes(150), "op", "fun");
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(125), 5));
        (await WinnersOfAsync(world, Noon.AddHours(5))).Should().Equal("cup@20261123T120000Z");
        (await world.Tournaments.GetOccurrencesAsync("cup", 0, 1000)).Select(one => one.StartsAt).Should().Contain(Noon.AddHours(3)).And.NotContain(Noon.AddHours(2));
    }

    [Fact]
    public async Task Scores_of_one_to_come_stay_when_the_new_schedule_has_it_too()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Every("0 * * * *", TimeSpan.FromMinutes(40)));
        // Of a clock that is four minutes ahead.
        await world.RunAsync(Noon.AddMinutes(57));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(61), 5, receivedAt: Noon.AddMinutes(57)));
        await world.Tournaments.ChangeAsync(Every("*/30 * * * *", TimeSpan.FromMinutes(20)), "op", "more of it");
        (await world.ShowAsync("cup@20261123T130000Z")).Should().Be("1:ann=5");
        await world.RunAsync(Noon.AddMinutes(91));
        (await world.Tournaments.GetOccurrencesAsync("cup", 0, 1000)).Select(one => one.StartsAt).Should().Contain(Noon.AddMinutes(90));
    }

    private static TournamentDefinition Every(string cron, TimeSpan duration) => new() { Id = "cup", Games = [Game], Cron = cron, Duration = duration, Grace = TimeSpan.FromMinutes(10), Prizes = [At(1, 5)] };

    private static async Task<string[]> WinnersOfAsync(TournamentWorld world, DateTimeOffset at)
    {
        await world.RunAsync(at);
        return [.. (await world.GrantsAsync()).Select(grant => Uri.UnescapeDataString(grant.Split('/')[1]))];
    }
}
