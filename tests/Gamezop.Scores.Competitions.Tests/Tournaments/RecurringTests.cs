using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

public sealed class RecurringTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>Every evening from 20 to 22 o'clock in Berlin, for a month in which clocks go back; scores late, repeated and in any order, and a restart now and then.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_month_of_evenings_across_a_change_of_clocks(int seed)
    {
        var random = new Random(seed);
        DateTimeOffset begin = new(2026, 10, 10, 0, 0, 0, default);
        TournamentWorld world = await TournamentWorld.StartAsync(TournamentStores.InMemory(), begin, Evening(until: begin.AddDays(31)));
        var waiting = new List<(DateTimeOffset At, Event Event)>();
        var expected = new List<string>();
        for (int day = 0; day < 31; day++)
        {
            DateTimeOffset start = new(TimeZoneInfo.ConvertTimeToUtc(new DateTime(2026, 10, 10).AddDays(day).AddHours(20), Berlin));
            string id = FormattableString.Invariant($"evening@{start:yyyyMMdd'T'HHmmss'Z'}");
            // ann is better on odd days; what either makes outside the two hours, or is heard of too late, does not count.
            foreach ((string user, double score) in new[] { ("ann", day % 2 * 10.0), ("bob", 5.0) })
            {
                waiting.Add(Arriving(Played(user, $"{day}", start.AddMinutes(random.Next(120)), score), random));
                waiting.Add(Arriving(Played(user, $"{day}-before", start.AddSeconds(-1), 1_000), random));
                waiting.Add(Arriving(Played(user, $"{day}-after", start.AddHours(2), 1_000), random));
                Event late = Played(user, $"{day}-late", start.AddMinutes(5), 1_000, receivedAt: start.AddHours(2).AddMinutes(11));
                waiting.Add((late.ReceivedAt, late));
            }

            expected.Add($"p/{Uri.EscapeDataString(id)}/0/{(day % 2 == 1 ? "ann" : "bob")} 3 coins");
        }

        waiting.AddRange(waiting.Where(_ => random.Next(3) == 0).Select(again => (again.At.AddMinutes(random.Next(5)), again.Event)).ToList());
        for (DateTimeOffset now = begin; now < begin.AddDays(32); now = now.AddMinutes(20))
        {
            world.Time.SetUtcNow(now);
            (DateTimeOffset At, Event Event)[] due = [.. waiting.Where(arrival => arrival.At <= now).OrderBy(_ => random.Next())];
            waiting.RemoveAll(arrival => arrival.At <= now);
            await world.HandleAsync(due.Select(arrival => arrival.Event));
            await world.RunAsync();
            if (random.Next(60) == 0)
                await world.RestartAsync();
        }

        (await world.GrantsAsync()).Should().Equal(expected.Order(StringComparer.Ordinal));
        IReadOnlyList<TournamentInfo> finished = await world.Tournaments.ListAsync(TournamentStatus.Finished, 0, 100);
        finished.Select(info => info.Id).Should().HaveCount(31);
        finished.Should().OnlyContain(info => info.EndsAt - info.StartsAt == TimeSpan.FromHours(2) && TimeZoneInfo.ConvertTime(info.StartsAt, Berlin).Hour == 20);
        world.Told.Should().HaveCount(world.Told.Distinct().Count()).And.HaveCount(31 * 2);
        foreach (TournamentInfo info in finished)
            (await world.Tournaments.GetUncountedAsync(info.Id)).Select(late => late.EventId).Distinct().Should().HaveCount(2);
    }

    [Fact]
    public async Task The_tournaments_id_means_the_live_occurrence_else_the_next_else_the_last()
    {
        DateTimeOffset begin = new(2026, 11, 23, 0, 0, 0, default);
        TournamentWorld world = await TournamentWorld.StartAsync(TournamentStores.InMemory(), begin, Evening(until: begin.AddDays(1)));
        async Task<string> IdAt(int hour)
        {
            await world.RunAsync(begin.AddHours(hour));
            return (await world.Tournaments.GetAsync("evening")).Id;
        }

        (await IdAt(1)).Should().Be("evening@20261123T190000Z");
        (await world.Tournaments.GetAsync("evening")).Status.Should().Be(TournamentStatus.Upcoming);
        (await IdAt(20)).Should().Be("evening@20261123T190000Z");
        (await world.Tournaments.GetAsync("evening")).Status.Should().Be(TournamentStatus.Live);
        (await IdAt(60)).Should().Be("evening@20261123T190000Z", "it is the last");
        (await world.Tournaments.GetAsync("evening@20261123T190000Z")).Status.Should().Be(TournamentStatus.Finished);
        await world.Invoking(it => it.Tournaments.GetAsync("evening@20261124T190000Z").AsTask()).Should().ThrowAsync<TournamentNotFoundException>();
    }

    [Fact]
    public async Task Occurrences_missed_while_the_process_was_down_are_caught_up()
    {
        DateTimeOffset begin = new(2026, 11, 23, 0, 0, 0, default);
        TournamentWorld world = await TournamentWorld.StartAsync(TournamentStores.InMemory(), begin, Evening());
        world.Time.SetUtcNow(begin.AddDays(3));
        world.OldestWaiting = begin.AddHours(20);
        await world.RestartAsync();
        // They were received while competitions were away.
        await world.HandleAsync(Enumerable.Range(0, 3).Select(day => Played("ann", $"{day}", begin.AddDays(day).AddHours(20), 1)));
        world.OldestWaiting = null;
        await world.RunAsync();
        (await world.GrantsAsync()).Should().HaveCount(3);
        world.Told.Should().Equal(Enumerable.Range(23, 3).SelectMany(day => new[] { $"s/evening%40202611{day}T190000Z", $"e/evening%40202611{day}T190000Z" }));
    }

    [Fact]
    public async Task A_change_holds_from_the_next_occurrence_on()
    {
        DateTimeOffset begin = new(2026, 11, 23, 20, 0, 0, default);
        TournamentWorld world = await TournamentWorld.StartAsync(TournamentStores.InMemory(), begin, Evening());
        await world.Tournaments.ChangeAsync(Evening(coins: 9), "op", "more fun");
        await world.HandleAsync(Played("ann", "1", begin.AddMinutes(1), 1), Played("ann", "2", begin.AddDays(1), 1));
        await world.RunAsync(begin.AddDays(2));
        (await world.GrantsAsync()).Should().Equal("p/evening%4020261123T190000Z/0/ann 3 coins", "p/evening%4020261124T190000Z/0/ann 9 coins");

        await world.RestartAsync(Evening(coins: 4, cron: "0 21 * * *"));
        (await world.Tournaments.ListAsync(TournamentStatus.Upcoming)).Select(info => info.Id).Should().Equal("evening@20261126T200000Z");
        (await world.Tournaments.GetAsync("evening@20261125T190000Z")).Definition.Prizes[0].Reward.Amount.Should().Be(9, "it is live");
        (await world.Tournaments.GetActionsAsync("evening")).Select(action => (action.Kind, action.Actor)).Should().Equal(("change", "op"));
    }

    [Theory]
    [InlineData("0 21 * * *", 2, "evening@20261124T190000Z evening@20261125T200000Z")]
    // The next evening's start by the new schedule lies in the occurrence that was joined.
    [InlineData("30 20 * * *", 2, "evening@20261124T190000Z evening@20261125T193000Z")]
    [InlineData("0 12 * * *", 1, "evening@20261124T110000Z evening@20261124T190000Z")]
    public async Task An_occurrence_that_was_joined_takes_place_whatever_the_schedule_becomes(string cron, int hours, string upcoming)
    {
        foreach (var isConfigured in new[] { false, true })
        {
            DateTimeOffset begin = new(2026, 11, 23, 22, 0, 0, default);
            TournamentWorld world = await TournamentWorld.StartAsync(TournamentStores.InMemory(), begin, Evening());
            var announced = (await world.Tournaments.ListAsync(TournamentStatus.Upcoming)).Should().ContainSingle().Subject;
            (await world.Tournaments.JoinAsync(announced.Id, "ann")).JoinedAt.Should().NotBeNull();
            var changed = Evening(coins: 9, cron: cron, hours: hours);
            if (isConfigured)
                await world.RestartAsync(changed);
            else
                await world.Tournaments.ChangeAsync(changed, "op", "another time");

            (await world.Tournaments.GetAsync(announced.Id)).Should().Match<TournamentInfo>(info => info.StartsAt == announced.StartsAt
                && info.EndsAt == announced.EndsAt && info.Definition.Prizes[0].Reward.Amount == 3);
            await world.HandleAsync(Played("ann", "1", announced.StartsAt.AddMinutes(1), 1));
            await world.RunAsync(announced.EndsAt.AddHours(1));
            (await world.GrantsAsync()).Should().Contain($"p/{Uri.EscapeDataString(announced.Id)}/0/ann 3 coins");
            await world.HandleAsync(Played("ann", "2", world.Time.GetUtcNow(), 1));
            var ids = (await world.Tournaments.ListAsync(null, 0, 100)).Select(info => info.Id).Order(StringComparer.Ordinal);
            string.Join(' ', ids.Where(id => string.CompareOrdinal(id, upcoming.Split(' ')[^1]) <= 0)).Should().Be(upcoming);
        }
    }

    [Fact]
    public async Task A_tournament_created_at_run_time_is_there_after_a_restart()
    {
        TournamentWorld world = await TournamentWorld.StartAsync();
        await world.Tournaments.CreateAsync(Cup(At(1, 2)));
        await world.Invoking(it => it.Tournaments.CreateAsync(Cup()).AsTask()).Should().ThrowAsync<TournamentDefinitionException>().WithMessage("*cup*Id*already*");
        await world.HandleAsync(Played("ann", "a", Events.Noon.AddMinutes(1), 1));
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().Be("1:ann=1");
        await world.Invoking(it => it.Tournaments.RemoveAsync("cup", "op", "oops").AsTask()).Should().ThrowAsync<TournamentRefusedException>().WithMessage("*under way*");
        await world.RunAsync(Settled(Events.Noon.AddHours(1)));
        await world.Tournaments.RemoveAsync("cup", "op", "old");
        await world.RestartAsync();
        world.Tournaments.Definitions.Should().BeEmpty();
        (await world.GrantsAsync()).Should().ContainSingle("rewards stay");
    }

    private static TournamentDefinition Evening(decimal coins = 3, string cron = "0 20 * * *", DateTimeOffset? until = null, int hours = 2) => new()
    {
        Id = "evening",
        Games = [Game],
        Cron = cron,
        TimeZone = Berlin,
        Duration = TimeSpan.FromHours(hours),
        Grace = TimeSpan.FromMinutes(10),
        Prizes = [At(1, coins)],
        Until = until,
    };

    private static (DateTimeOffset At, Event Event) Arriving(Event made, Random random) => (made.ReceivedAt.AddMinutes(random.Next(3)), made);
}
