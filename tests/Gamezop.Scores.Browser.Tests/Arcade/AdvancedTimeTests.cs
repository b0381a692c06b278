using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Browser.Tests.Arcade;

public sealed class AdvancedTimeTests
{
    [Theory]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z")]
    [InlineData("2026-11-24T12:09:00Z", "2026-11-24T12:09:00Z")]
    [InlineData("2026-11-24T12:09:00.001Z", "2026-11-24T12:15:00Z")]
    [InlineData("2026-11-24T12:14:59Z", "2026-11-24T12:15:00Z")]
    [InlineData("2026-11-30T23:59:59.999Z", "2026-12-01T00:00:00Z")]
    [InlineData("2026-12-31T23:57:00Z", "2027-01-01T00:00:00Z")]
    public void A_test_has_a_quarter_of_an_hour_with_room_for_it(string now, string expected) =>
        AdvancedTime.WithinAQuarter(new FakeTimeProvider(Parse(now))).GetUtcNow().Should().Be(Parse(expected));

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
