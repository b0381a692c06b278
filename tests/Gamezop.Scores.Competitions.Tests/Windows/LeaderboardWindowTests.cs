namespace Gamezop.Scores.Competitions.Tests.Windows;

public sealed class LeaderboardWindowTests
{
    [Theory]
    [InlineData("AllTime")]
    [InlineData("Daily")]
    [InlineData("Weekly")]
    [InlineData("Monthly")]
    [InlineData("Cron 0 12 * * *")]
    [InlineData("Cron 15 0 12 * * *")]
    [InlineData("Range 2026-11-23T12:00:00Z/2026-11-30T12:00:00.5Z")]
    public void The_text_reads_back_as_an_equal_value(string text)
    {
        var window = LeaderboardWindow.Parse(text);
        window.ToString().Should().Be(text);
        window.Should().Be(LeaderboardWindow.Parse("  " + text + " "));
        window.GetHashCode().Should().Be(LeaderboardWindow.Parse(text).GetHashCode());
    }

    [Fact]
    public void Values_are_equal_by_what_they_say()
    {
        LeaderboardWindow.Cron("0  12 * * *").Should().Be(LeaderboardWindow.Cron(" 0 12 * * * "));
        LeaderboardWindow.Cron("0 12 * * *").Should().NotBe(LeaderboardWindow.Cron("0 13 * * *"));
        LeaderboardWindow.Parse("daily").Should().BeSameAs(LeaderboardWindow.Daily);
        LeaderboardWindow.Daily.Should().NotBe(LeaderboardWindow.Weekly);
        LeaderboardWindow.Range(new(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(1)), new(2026, 2, 1, 0, 0, 0, default))
            .Should().Be(LeaderboardWindow.Parse("Range 2026-01-01T00:00:00Z/2026-02-01T00:00Z"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Yearly")]
    [InlineData("Cron ")]
    [InlineData("Cron 0 12 * *")]
    [InlineData("Cron 0 99 * * *")]
    [InlineData("Range 2026-01-01T00:00:00Z")]
    [InlineData("Range 2026-01-02T00:00:00Z/2026-01-01T00:00:00Z")]
    [InlineData("Range 2026-01-01T00:00:00/2026-01-02T00:00:00")]
    [InlineData("Range 2026-01-01/2026-01-02")]
    public void What_is_no_window_is_refused(string text) =>
        FluentActions.Invoking(() => LeaderboardWindow.Parse(text)).Should().Throw<FormatException>();

    [Fact]
    public void A_range_that_does_not_end_after_it_begins_is_refused() =>
        FluentActions.Invoking(() => LeaderboardWindow.Range(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)).Should().Throw<ArgumentOutOfRangeException>();
}
