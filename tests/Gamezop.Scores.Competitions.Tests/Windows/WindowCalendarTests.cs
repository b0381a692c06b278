using System.Globalization;
using CsCheck;

namespace Gamezop.Scores.Competitions.Tests.Windows;

public sealed class WindowCalendarTests
{
    private static readonly TimeZoneInfo[] Zones =
    [
        .. new[]
        {
            "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Beirut", "America/Havana", "America/Asuncion",
            "America/St_Johns", "Pacific/Apia", "Pacific/Kwajalein", "Africa/Casablanca", "Asia/Tehran", "Pacific/Chatham", "America/Santiago", "Asia/Amman", "Africa/Cairo",
        }.Select(TimeZoneInfo.FindSystemTimeZoneById),
    ];

    private static readonly LeaderboardWindow[] Kinds =
    [
        LeaderboardWindow.AllTime, LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly,
        LeaderboardWindow.Cron("0 12 * * *"), LeaderboardWindow.Cron("*/15 * * * *"), LeaderboardWindow.Cron("30 1 * * SUN"), LeaderboardWindow.Cron("0 0 L * *"),
        LeaderboardWindow.Cron("0 2 * * *"), LeaderboardWindow.Cron("30 2 * * *"), LeaderboardWindow.Cron("0 0 29 2 *"), LeaderboardWindow.Cron("0 0 0 * * *"), LeaderboardWindow.Cron("0 */2 * * *"), LeaderboardWindow.Cron("30 * * * *"), LeaderboardWindow.Cron("15 1-5 * * *"),
    ];

    [Fact]
    public void Each_instant_lies_in_one_window_and_ends_meet_starts() =>
        Gen.Select(Gen.Int[0, Zones.Length - 1], Gen.Int[0, Kinds.Length - 1], Gen.Long[new DateTime(1990, 1, 1).Ticks, new DateTime(2037, 1, 1).Ticks]).Sample(
            (zone, kind, ticks) =>
            {
                LeaderboardWindow window = Kinds[kind];
                var calendar = WindowCalendar.Create(window, Zones[zone]);
                var instant = new DateTimeOffset(ticks, TimeSpan.Zero);
                calendar.TryFind(instant, out WindowSpan span).Should().BeTrue();
                span.Contains(instant).Should().BeTrue();
                calendar.TryFind(span.Key, out WindowSpan byKey).Should().BeTrue("the key {0} names it", span.Key);
                byKey.Should().Be(span);
                if (window.Kind == WindowKind.AllTime)
                    return;
                calendar.TryFind(span.Start, out WindowSpan first).Should().BeTrue();
                first.Should().Be(span);
                calendar.TryFind(span.End.AddTicks(-1), out WindowSpan last).Should().BeTrue();
                last.Should().Be(span);
                calendar.TryFind(span.End, out WindowSpan next).Should().BeTrue();
                next.Start.Should().Be(span.End);
                next.Key.Should().NotBe(span.Key);
                calendar.TryFindPrevious(instant, out WindowSpan previous).Should().BeTrue();
                previous.End.Should().Be(span.Start);
            },
            iter: 20_000);

    // The same, where it is most likely to break: around each change of clocks, found by walking through the years.
    [Fact]
    public void Windows_meet_around_every_change_of_clocks()
    {
        foreach (TimeZoneInfo zone in Zones)
            foreach (DateTimeOffset change in Changes(zone))
                foreach (LeaderboardWindow window in Kinds)
                {
                    var calendar = WindowCalendar.Create(window, zone);
                    for (int minutes = -26 * 60; minutes <= 26 * 60; minutes += 47)
                    {
                        DateTimeOffset instant = change.AddMinutes(minutes);
                        calendar.TryFind(instant, out WindowSpan span);
                        calendar.TryFind(span.Start, out WindowSpan first);
                        if (!calendar.TryFind(span.Start, out _) || !span.Contains(instant) || first != span || !calendar.TryFind(span.Key, out WindowSpan byKey) || byKey != span
                            || (span.HasEnd && (!calendar.TryFind(span.End, out WindowSpan next) || next.Start != span.End)))
                            Assert.Fail($"{zone.Id} {window} {instant:o}: {span}");
                    }
                }
    }

    [Theory]
    [InlineData("@hourly", "0 * * * *")]
    [InlineData("@HOURLY", "0 * * * *")]
    [InlineData("@Every_Minute", "* * * * *")]
    [InlineData("@Daily", "0 0 * * *")]
    public void A_name_of_a_schedule_means_its_expression(string name, string expression)
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        WindowCalendar named = WindowCalendar.Create(LeaderboardWindow.Cron(name), berlin), written = WindowCalendar.Create(LeaderboardWindow.Cron(expression), berlin);
        for (DateTimeOffset instant = new(2026, 10, 24, 20, 0, 0, default); instant.Day < 26; instant = instant.AddMinutes(7))
        {
            named.TryFind(instant, out WindowSpan one);
            written.TryFind(instant, out WindowSpan other);
            one.Should().Be(other);
        }
    }

    // Forwards and in zones whose clocks change at two or three, Cronos is an independent witness.
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Sydney")]
    public void Cron_windows_begin_when_Cronos_says(string zone)
    {
        TimeZoneInfo there = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (LeaderboardWindow window in Kinds.Where(kind => kind.Kind == WindowKind.Cron))
        {
            var calendar = WindowCalendar.Create(window, there);
            foreach ((DateTimeOffset from, DateTimeOffset to) in (ReadOnlySpan<(DateTimeOffset, DateTimeOffset)>)[(new(2026, 3, 1, 0, 0, 0, default), new(2026, 4, 10, 0, 0, 0, default)), (new(2026, 10, 1, 0, 0, 0, default), new(2026, 11, 10, 0, 0, 0, default))])
            {
                var starts = new List<DateTimeOffset>();
                calendar.TryFind(from.AddTicks(-1), out WindowSpan span);
                for (; span.End < to; calendar.TryFind(span.End, out span))
                    starts.Add(span.End);
                starts.Should().Equal(window.Schedule!.GetOccurrences(from, to, there).Select(due => due.ToUniversalTime()), "{0} in {1}", window, zone);
            }
        }
    }

    // Of years that are over: rules of the current one change with updates of the system (those of Cuba did in 2026).
    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31", "2024-03-30T23:00:00Z", 23)]
    [InlineData("Europe/Berlin", "2024-10-27", "2024-10-26T22:00:00Z", 25)]
    [InlineData("Asia/Kolkata", "2026-11-23", "2026-11-22T18:30:00Z", 24)]
    [InlineData("America/Havana", "2024-03-10", "2024-03-10T05:00:00Z", 23)] // clocks go from 00:00 to 01:00
    [InlineData("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", 25)] // and from 01:00 back to 00:00
    [InlineData("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z", 25)] // from 24:00 back to 23:00
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23)] // there is no midnight
    public void Days_have_23_or_25_hours_where_clocks_change(string zone, string key, string start, int hours)
    {
        var calendar = WindowCalendar.Create(LeaderboardWindow.Daily, TimeZoneInfo.FindSystemTimeZoneById(zone));
        calendar.TryFind(key, out WindowSpan span).Should().BeTrue();
        span.Start.Should().Be(DateTimeOffset.Parse(start));
        (span.End - span.Start).Should().Be(TimeSpan.FromHours(hours));
    }

    [Fact]
    public void A_day_that_a_country_left_out_is_no_window()
    {
        var calendar = WindowCalendar.Create(LeaderboardWindow.Daily, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"));
        calendar.TryFind("2011-12-30", out _).Should().BeFalse();
        calendar.TryFind("2011-12-29", out WindowSpan before).Should().BeTrue();
        calendar.TryFind("2011-12-31", out WindowSpan after).Should().BeTrue();
        after.Start.Should().Be(before.End);
    }

    [Theory]
    [InlineData("Weekly", "2026-11-23T00:00:00Z", "2026-W48")]
    [InlineData("Weekly", "2026-12-31T00:00:00Z", "2026-W53")]
    [InlineData("Weekly", "2027-01-03T23:59:59Z", "2026-W53")]
    [InlineData("Weekly", "2027-01-04T00:00:00Z", "2027-W01")]
    [InlineData("Weekly", "2024-12-30T00:00:00Z", "2025-W01")]
    [InlineData("Daily", "2026-11-23T23:59:59.9999999Z", "2026-11-23")]
    [InlineData("Monthly", "2026-11-30T23:59:59Z", "2026-11")]
    [InlineData("AllTime", "2026-11-30T23:59:59Z", "all")]
    [InlineData("Cron 0 12 * * *", "2026-11-23T11:59:59Z", "20261122T120000Z")]
    [InlineData("Cron 0 12 * * *", "2026-11-23T12:00:00Z", "20261123T120000Z")]
    [InlineData("Range 2026-11-23T12:00:00Z/2026-11-30T12:00:00+01:00", "2026-11-24T12:00:00Z", "20261123T120000Z")]
    public void Keys_are_as_documented(string window, string instant, string key)
    {
        WindowCalendar.Create(LeaderboardWindow.Parse(window), TimeZoneInfo.Utc).TryFind(DateTimeOffset.Parse(instant), out WindowSpan span).Should().BeTrue();
        span.Key.Should().Be(key);
    }

    [Theory]
    [InlineData("Daily", "2026-11-31")]
    [InlineData("Daily", "2026-11")]
    [InlineData("Daily", "")]
    [InlineData("Weekly", "2026-W54")]
    [InlineData("Weekly", "2025-W53")]
    [InlineData("Weekly", "2026-W00")]
    [InlineData("Monthly", "2026-13")]
    [InlineData("AllTime", "ALL")]
    [InlineData("Cron 0 12 * * *", "20261123T120001Z")]
    [InlineData("Cron 0 12 * * *", "2026-11-23")]
    [InlineData("Range 2026-11-23T12:00:00Z/2026-11-30T12:00:00Z", "20261130T120000Z")]
    public void A_key_of_no_window_finds_none(string window, string key) =>
        WindowCalendar.Create(LeaderboardWindow.Parse(window), TimeZoneInfo.Utc).TryFind(key, out _).Should().BeFalse();

    // Anybody can ask for such keys over HTTP.
    [Theory]
    [InlineData("00010101T000000Z")]
    [InlineData("00010102T000000Z")]
    [InlineData("00020101T000000Z")]
    [InlineData("99981231T235959Z")]
    [InlineData("99991231T000000Z")]
    [InlineData("99991231T235959Z")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("0001-W01")]
    [InlineData("9999-W52")]
    [InlineData("0001-01")]
    [InlineData("9999-12")]
    public void A_key_at_an_end_of_the_calendar_breaks_nothing(string key)
    {
        foreach (TimeZoneInfo zone in Zones)
            foreach (LeaderboardWindow window in Kinds)
                if (WindowCalendar.Create(window, zone).TryFind(key, out WindowSpan span))
                    span.Key.Should().Be(key);
    }

    [Fact]
    public void A_range_is_current_before_during_and_after_it_and_has_no_previous()
    {
        var calendar = WindowCalendar.Create(LeaderboardWindow.Range(new(2026, 11, 23, 0, 0, 0, default), new(2026, 11, 24, 0, 0, 0, default)), TimeZoneInfo.Utc);
        foreach (int day in new[] { 22, 23, 24 })
        {
            var now = new DateTimeOffset(2026, 11, day, 12, 0, 0, default);
            calendar.TryFindCurrent(now, out WindowSpan span).Should().BeTrue();
            span.Key.Should().Be("20261123T000000Z");
            calendar.TryFind(now, out _).Should().Be(day == 23);
            calendar.TryFindPrevious(now, out _).Should().BeFalse();
        }
    }

    [Fact]
    public void A_range_without_end_has_a_beginning_all_the_same()
    {
        DateTimeOffset from = new(2026, 11, 23, 0, 0, 0, default);
        var calendar = WindowCalendar.Create(LeaderboardWindow.Range(from, DateTimeOffset.MaxValue), TimeZoneInfo.Utc);
        calendar.TryFind(from.AddTicks(-1), out _).Should().BeFalse();
        foreach (DateTimeOffset instant in (DateTimeOffset[])[from, from.AddYears(100), DateTimeOffset.MaxValue])
            calendar.TryFind(instant, out _).Should().BeTrue();
        WindowCalendar.Create(LeaderboardWindow.Range(DateTimeOffset.MinValue, from), TimeZoneInfo.Utc).TryFind(from, out _).Should().BeFalse();
    }

    [Fact]
    public void The_ends_of_the_calendar_are_in_a_window_too()
    {
        foreach (LeaderboardWindow window in (LeaderboardWindow[])[LeaderboardWindow.AllTime, LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly])
            foreach (TimeZoneInfo zone in Zones)
                foreach (DateTimeOffset instant in (DateTimeOffset[])[DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, new(9999, 12, 31, 23, 59, 58, default), DateTimeOffset.MaxValue])
                    WindowCalendar.Create(window, zone).TryFind(instant, out _).Should().BeTrue();
    }

    private static IEnumerable<DateTimeOffset> Changes(TimeZoneInfo zone)
    {
        var hour = new DateTime(2009, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        TimeSpan offset = zone.GetUtcOffset(hour);
        for (; hour.Year < 2024; hour = hour.AddHours(1))
            if (zone.GetUtcOffset(hour) is var now && now != offset)
            {
                offset = now;
                yield return new DateTimeOffset(hour);
            }
    }

    // An independent witness for zones of every kind: walks through a year and looks at the clock.
    [Fact]
    public void Days_begin_when_the_clock_of_any_zone_first_shows_them()
    {
        foreach (TimeZoneInfo zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var calendar = WindowCalendar.Create(LeaderboardWindow.Daily, zone);
            DateTimeOffset? start = null;
            DateTime utc = new(2018, 1, 2, 0, 0, 0, DateTimeKind.Utc);
            for (DateOnly latest = Day(utc); utc.Year == 2018; utc = utc.AddMinutes(15))
            {
                if (Day(utc) > latest)
                    (latest, start) = (Day(utc), utc);
                if (start is not null && (!calendar.TryFind(new DateTimeOffset(utc), out WindowSpan span) || span.Key != latest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) || span.Start != start))
                    Assert.Fail($"{zone.Id} {utc:o}: {latest} since {start:o}");
            }

            DateOnly Day(DateTime instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(instant, zone));
        }
    }

    // The same for cron: a fixed time is due when the clock first reaches it or passes it, an interval whenever the clock shows it, and when the clock has skipped one.
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Asia/Beirut")]
    [InlineData("America/Havana")]
    [InlineData("Antarctica/Troll")]
    public void Cron_windows_begin_when_a_clock_that_is_watched_says(string id)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        foreach ((string expression, bool interval) in (ReadOnlySpan<(string, bool)>)[("0 0 * * *", false), ("30 2 * * *", false), ("15,45 0,1,2,3 * * *", false), ("0 23 * * SAT", false), ("*/30 * * * *", true), ("30 */2 * * *", true), ("10 1-4 * * *", true)])
        {
            var window = LeaderboardWindow.Cron(expression);
            var calendar = WindowCalendar.Create(window, zone);
            DateTime from = new(2018, 1, 5, 0, 0, 0, DateTimeKind.Utc), to = new(2018, 12, 20, 0, 0, 0, DateTimeKind.Utc);
            var times = window.Schedule!.GetOccurrences(from.AddDays(-3), to.AddDays(3)).ToHashSet();
            var due = new List<DateTimeOffset>();
            DateTime passed = Wall(from);
            for (DateTime utc = from.AddMinutes(1); utc < to; utc = utc.AddMinutes(1))
            {
                DateTime wall = Wall(utc);
                // Where clocks have gone back, a fixed time has been due, and an interval goes on.
                if (interval && wall < passed)
                    passed = wall.AddMinutes(-1);
                bool isDue = false;
                for (; passed < wall; passed = passed.AddMinutes(1))
                    isDue |= times.Contains(passed.AddMinutes(1));
                if (isDue)
                    due.Add(utc);
            }

            var starts = new List<DateTimeOffset>();
            calendar.TryFind(new DateTimeOffset(from), out WindowSpan span);
            for (; span.End < to; calendar.TryFind(span.End, out span))
                starts.Add(span.End);
            starts.Should().Equal(due, "{0} in {1}", expression, id);
        }

        DateTime Wall(DateTime utc) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(utc, zone), DateTimeKind.Utc);
    }
}
