using System.Globalization;
using CsCheck;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Windows;

/// <summary>New rules of a time zone, as they come with an update of the system and a restart: what has begun ends as it began.</summary>
public sealed class BegunWindowTests
{
    private static readonly LeaderboardWindow[] Kinds = [LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly, LeaderboardWindow.Cron("0 12 * * *"), LeaderboardWindow.Cron("*/45 * * * *"), LeaderboardWindow.Cron("30 1 * * SUN")];

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(5.5)]
    public async Task An_open_cron_window_ends_as_it_began(double oldOffset)
    {
        // The system knows Berlin with one hour; the process before knew it with another one.
        var store = new MemoryLeaderboardStore();
        DateTimeOffset start = new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(oldOffset));
        World world = await World.StartAsync(store, start.AddMinutes(1), Board(TimeZoneInfo.CreateCustomTimeZone("Europe/Berlin", TimeSpan.FromHours(oldOffset), null, null)));
        await world.HandleAsync(At(start, "first", 1), At(start.AddMinutes(1), "ann", 2));

        await world.RestartAsync(Board(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        world.Time.SetUtcNow(start.AddHours(23.9));
        await world.HandleAsync(At(start.AddHours(23).AddMinutes(50), "bob", 3));
        LeaderboardPage page = await world.Boards.GetPageAsync("b");
        page.Window.Should().Be(new LeaderboardWindowInfo(start.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), start, start.AddDays(1), false));
        page.Entries.Select(entry => entry.UserId).Should().Equal("bob", "ann", "first");

        world.Time.SetUtcNow(start.AddDays(1).AddMinutes(1));
        await world.HandleAsync(At(start.AddDays(1), "cid", 4));
        page = await world.Boards.GetPageAsync("b");
        page.Window.StartsAt.Should().Be(start.AddDays(1), "windows leave no gap");
        TimeZoneInfo.ConvertTime(page.Window.EndsAt!.Value, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).TimeOfDay.Should().Be(TimeSpan.FromHours(12), "by the new rules");
        page.Entries.Should().ContainSingle();
        (await world.Boards.GetPageAsync(new LeaderboardQuery("b", page.Window.Key))).Entries.Should().ContainSingle();
        (await world.Boards.GetPageAsync(new LeaderboardQuery("b", "previous"))).Total.Should().Be(3);

        await world.CloseAsync(page.Window.EndsAt.Value.AddHours(2));
        world.Told.Select(closed => closed.Window.Key).Should().Equal(start.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), page.Window.Key);
        await world.RestartAsync(Board(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        (await world.Boards.GetPageAsync(new LeaderboardQuery("b", page.Window.Key))).Total.Should().Be(1);
    }

    [Fact]
    public void Around_what_has_begun_windows_leave_no_gap_and_do_not_overlap() =>
        Gen.Select(Gen.Int[0, Kinds.Length - 1], Gen.Int[-12 * 4, 14 * 4], Gen.Int[-12 * 4, 14 * 4], Gen.Int[0, 60 * 24 * 40], Gen.Int[1, 3]).Sample((kind, oldQuarters, newQuarters, minute, count) =>
        {
            WindowCalendar old = WindowCalendar.Create(Kinds[kind], Zone(oldQuarters));
            WindowCalendar rules = WindowCalendar.Create(Kinds[kind], Zone(newQuarters));
            DateTimeOffset instant = Noon.AddMinutes(minute);
            var begun = new List<WindowSpan>();
            for (int i = 0; i < count && old.TryFind(instant, out WindowSpan span); i++, instant = span.End)
                begun.Add(span);
            WindowCalendar calendar = BegunCalendar.Create(rules, Kinds[kind], begun);

            foreach (WindowSpan span in begun)
            {
                calendar.TryFind(span.Start, out WindowSpan found).Should().BeTrue();
                found.Should().Be(span);
                calendar.TryFind(span.Key, out found).Should().BeTrue();
                found.Should().Be(span);
            }

            instant = begun[0].Start.AddDays(-3);
            calendar.TryFind(instant, out WindowSpan last).Should().BeTrue();
            while (last.Start < begun[^1].End.AddDays(3))
            {
                last.Contains(instant).Should().BeTrue();
                calendar.TryFind(last.End.AddTicks(-1), out WindowSpan same).Should().BeTrue();
                same.Should().Be(last);
                calendar.TryFind(last.Key, out same).Should().BeTrue("its key is {0}", last.Key);
                same.Should().Be(last);
                instant = last.End;
                calendar.TryFind(instant, out WindowSpan next).Should().BeTrue();
                next.Start.Should().Be(last.End);
                last = next;
            }
        }, iter: 2_000);

    private static TimeZoneInfo Zone(int quarters) => TimeZoneInfo.CreateCustomTimeZone($"{quarters}", TimeSpan.FromMinutes(15 * quarters), null, null);

    private static LeaderboardDefinition Board(TimeZoneInfo zone) => new() { Id = "b", Window = LeaderboardWindow.Cron("0 12 * * *"), TimeZone = zone };
}
