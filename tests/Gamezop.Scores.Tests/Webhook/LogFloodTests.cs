using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>What callers can do to the log: neither fill it nor write lines of their own.</summary>
public sealed class LogFloodTests
{
    private const string SigningKeys = "Gamezop:SubKeys:0";

    [Fact]
    public async Task Calls_without_the_key_are_counted_each_and_logged_once_a_minute()
    {
        var time = new FakeTimeProvider();
        using var measured = new Measurements();
        await using var host = await ScoresHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        measured.Follow(host.Services);

        for (var i = 0; i < 50; i++)
            (await host.PostAsync(ScoresHost.Payload(), i % 2 == 0 ? [] : ["wrong"])).Dispose();
        time.Advance(TimeSpan.FromMinutes(1));
        (await host.PostAsync(ScoresHost.Payload(), "wrong")).Dispose();

        host.Logs.All.Where(line => line.IsOurs(10)).Select(line => line.Text).Should().SatisfyRespectively(
            first => first.Should().Contain("is missing. 0 more"),
            second => second.Should().Contain("is wrong. 49 more"));
        measured.Sum("gamezop.scores.api_keys.refused").Should().Be(51);
    }

    [Fact]
    public async Task Forged_subs_are_counted_each_and_logged_once_a_minute()
    {
        var time = new FakeTimeProvider();
        using var measured = new Measurements();
        await using var host = await StartSignedAsync(time);
        measured.Follow(host.Services);

        for (var i = 0; i < 30; i++)
            (await host.PostAsync(ScoresHost.Payload(subId: $"forged-{i}"), ScoresHost.Key)).Dispose();
        time.Advance(TimeSpan.FromSeconds(61));
        (await host.PostAsync(ScoresHost.Payload(subId: "forged"), ScoresHost.Key)).Dispose();

        host.Logs.All.Where(line => line.IsOurs(13)).Should().HaveCount(2).And.Contain(line => line.Text.Contains("29 more"));
        measured.Sum("gamezop.scores.subs.refused").Should().Be(31);
    }

    [Fact]
    public async Task Bodies_that_are_no_score_are_counted_each_and_logged_once_a_minute()
    {
        var time = new FakeTimeProvider();
        using var measured = new Measurements();
        await using var host = await ScoresHost.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        measured.Follow(host.Services);

        for (var i = 0; i < 20; i++)
        {
            (await host.PostAsync("{}", ScoresHost.Key)).Dispose();
            (await host.PostAsync(new string(' ', 20_000), ScoresHost.Key)).Dispose();
        }

        host.Logs.All.Should().ContainSingle(line => line.IsOurs(11)).And.ContainSingle(line => line.IsOurs(12));
        measured.All.Count(one => one.Name == "gamezop.scores.request.duration").Should().Be(40);
    }

    [Theory]
    [InlineData("x\r\n2026-11-30 info: All is well")]
    [InlineData("\u001b]0;title\u0007\u001b[2J")]
    [InlineData("\u202Egnihton\u2066")]
    [InlineData("\u0085\u2028\u2029\u009b31m")]
    public async Task A_senders_text_neither_begins_a_line_nor_steers_a_terminal(string text)
    {
        await using var host = await StartSignedAsync(new FakeTimeProvider());
        var body = JsonSerializer.Serialize(new
        {
            gameCode = text,
            sessionId = text,
            gamePlayId = text,
            timestamp = 1763900000123,
            score = 1,
            leaderboardId = text,
            subId = text,
            country = text,
            duration = 1,
            state = text,
        });

        (await host.PostAsync(body, ScoresHost.Key)).Dispose();
        (await host.PostAsync(body[..^1] + $", {JsonSerializer.Serialize(text)}: \"\\u0000\"}}", ScoresHost.Key)).Dispose();

        var lines = host.Logs.All.Where(line => line.Category.StartsWith("Gamezop", StringComparison.Ordinal)).Select(line => line.Text.TrimEnd()).ToList();
        lines.Should().Contain(line => line.Contains(@"\u"), "the text is shown, with what is not visible written out");
        lines.Should().OnlyContain(line => !line.Any(IsDangerous));
    }

    private static bool IsDangerous(char c) =>
        char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static Task<ScoresHost> StartSignedAsync(TimeProvider time) => ScoresHost.StartAsync(
        settings: new() { ["Gamezop:ApiKeys:0"] = ScoresHost.Key, [SigningKeys] = Convert.ToBase64String(new byte[32]) },
        services: services => services.AddSingleton(time));
}
