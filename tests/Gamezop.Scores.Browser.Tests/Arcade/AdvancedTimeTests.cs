using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Browser.Tests.Arcade;

public sealed class AdvancedTimeTests
{
    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z")]
    [InlineData("2026-11-24T23:54:59Z", "2026-11-24T23:54:59Z")]
    [InlineData("2026-11-24T23:55:00Z", "2026-11-25T00:00:00Z")]
    [InlineData("2026-11-24T23:59:59Z", "2026-11-25T00:04:59Z")]
    [InlineData("2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z")]
    public void The_day_of_a_test_has_room_for_it(string now, string expected) =>
        AdvancedTime.AwayFromMidnight(new FakeTimeProvider(Parse(now))).GetUtcNow().Should().Be(Parse(expected));

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
