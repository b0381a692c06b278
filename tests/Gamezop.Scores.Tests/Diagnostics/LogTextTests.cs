using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Diagnostics;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("NyM_JGWcx", "NyM_JGWcx")]
    [InlineData("", "")]
    [InlineData("two words", "two words")]
    [InlineData("Süß 游戏 🎮", "Süß 游戏 🎮")]
    [InlineData("a\r\nb", @"a\u000D\u000Ab")]
    [InlineData("\u001b[31mred\u0007", @"\u001B[31mred\u0007")]
    [InlineData("\u009b2J", @"\u009B2J")]
    [InlineData("abc\u202Ecba\u2066x\u200F\u061C", @"abc\u202Ecba\u2066x\u200F\u061C")]
    [InlineData("a\u2028b\u2029c\u0085d", @"a\u2028b\u2029c\u0085d")]
    [InlineData("zero\u200Bwidth\uFEFF", @"zero\u200Bwidth\uFEFF")]
    [InlineData("wide\u00A0\u3000space", @"wide\u00A0\u3000space")]
    [InlineData(@"\u000A", @"\\u000A")]
    [InlineData("\uE000\u0378", @"\uE000\u0378")]
    [InlineData("tag\U000E0041", @"tag\uDB40\uDC41")]
    public void What_is_not_visible_is_written_as_an_escape(string text, string shown) => LogText.Escape(text).Should().Be(shown);

    [Theory]
    [InlineData('\uD83C')]
    [InlineData('\uDFAE')]
    public void Half_a_character_is_written_as_an_escape(char half) => LogText.Escape($"a{half}b").Should().Be($@"a\u{(int)half:X4}b");

    [Fact]
    public void A_long_text_is_cut_and_says_so()
    {
        LogText.Escape(new string('x', 64)).Should().Be(new string('x', 64));
        LogText.Escape(new string('x', 65)).Should().Be(new string('x', 64) + "…");
        LogText.Escape(new string('\n', 100_000)).Length.Should().Be((64 * 6) + 1);
        LogText.Escape(new string('x', 63) + "🎮").Should().EndWith(@"\uD83C…", "the cut may go through a character");
    }

    [Fact]
    public void What_happens_often_is_logged_at_once_and_then_once_a_minute_with_its_number()
    {
        var time = new FakeTimeProvider();
        var sampler = new LogSampler(time);
        List<long> logged = [];
        for (var second = 0; second < 150; second++)
        {
            for (var i = 0; i < 10; i++)
            {
                if (sampler.ShouldLog(out var unlogged))
                    logged.Add(unlogged);
            }

            time.Advance(TimeSpan.FromSeconds(1));
        }

        logged.Should().Equal(0, 599, 599);
    }

    [Fact]
    public void Of_many_at_the_same_moment_one_is_logged_and_all_are_counted()
    {
        var time = new FakeTimeProvider();
        var sampler = new LogSampler(time);
        var logged = 0;
        Parallel.For(0, 10_000, _ => Interlocked.Add(ref logged, sampler.ShouldLog(out long _) ? 1 : 0));
        time.Advance(TimeSpan.FromMinutes(1));

        sampler.ShouldLog(out var unlogged).Should().BeTrue();
        (logged, unlogged).Should().Be((1, 9_999));
    }
}
