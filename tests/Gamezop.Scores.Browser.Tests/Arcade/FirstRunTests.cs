using System.Net;
using Gamezop.Scores.Testing;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>The program as it is started from a console.</summary>
public sealed class FirstRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-arcade-");

    private string Database => Path.Combine(_folder.FullName, "scores.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_says_where_to_look_and_there_are_games_and_players()
    {
        using var arcade = await ArcadeProcess.StartAsync(Database);

        arcade.Welcome.Should().Contain($"{arcade.Http.BaseAddress}games/score").And.Contain($"{arcade.Http.BaseAddress}operator (sign in as operator)").And.Contain("a stand-in").And.Contain(Database);
        (await arcade.Http.GetStringAsync("/")).Should().Contain("Tile Rush").And.Contain("/play/NyM_JGWcx");
        (await arcade.Http.GetStringAsync("/health")).Should().Be("Healthy");
        (await arcade.Http.GetStringAsync("/_content/Gamezop.Scores/gamezop-scores.js")).Should().Contain("listenToGame");
        (await arcade.Http.GetStringAsync("/openapi/v1.json")).Should().Contain("/competitions/leaderboards/{id}");
        await arcade.WaitForAsync("/competitions/leaderboards/day", "\"name\":\"Asha\"");
    }

    [Fact]
    public async Task A_second_start_finds_what_the_first_one_left_and_without_demo_players_nobody_else_plays()
    {
        using (var first = await ArcadeProcess.StartAsync(Database))
            await first.WaitForAsync("/competitions/leaderboards/all-time", "\"name\":\"Asha\"");

        using var second = await ArcadeProcess.StartAsync(Database, "--demo", "false");
        await second.WaitForAsync("/competitions/leaderboards/all-time", "\"name\":\"Asha\"");
        await second.WaitForAsync("/health", "Healthy");

        // What was still in the inbox comes first; then nothing changes for longer than any of them would wait.
        string before, after;
        do
        {
            before = await second.Http.GetStringAsync("/competitions/leaderboards/all-time?limit=100");
            await Task.Delay(TimeSpan.FromSeconds(4));
            after = await second.Http.GetStringAsync("/competitions/leaderboards/all-time?limit=100");
        }
        while (after != before);
    }

    [Fact]
    public async Task A_real_Gamezop_that_does_not_answer_is_said_on_the_page_and_the_site_stays()
    {
        using var arcade = await ArcadeProcess.StartAsync(Database, "--demo", "false", "--Gamezop:Api:Token=token", "--Gamezop:Api:BaseAddress=http://127.0.0.1:9");

        arcade.Welcome.Should().Contain("the real one").And.NotContain("stand-in");
        (await arcade.Http.GetStringAsync("/")).Should().Contain("list of games can").And.Contain("data-board=\"day\"");
        (await arcade.Http.GetAsync("/leaderboards")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("--Gamezop:ApiKeys:0=mine-and-nobody-elses", "SubKeys:0")]
    [InlineData("--Gamezop:SubKeys:0=bWluZS1hbmQtbm9ib2R5LWVsc2Vz", "ApiKeys:0")]
    [InlineData("--Gamezop:ApiKeys:1=mine-and-nobody-elses", "ApiKeys:0")]
    public async Task With_the_real_Gamezop_it_does_not_start_with_a_key_that_everybody_can_read(string setting, string named)
    {
        var ended = await ArcadeProcess.RunAsync(Database, "--demo", "false", "--Gamezop:Api:Token=token", setting);

        ended.Should().Contain("the sample's own keys are refused").And.Contain(named);
        File.Exists(Database).Should().BeFalse();
    }

    [Fact]
    public async Task With_keys_of_its_own_it_starts_with_the_real_Gamezop()
    {
        using var arcade = await ArcadeProcess.StartAsync(
            Database, "--demo", "false", "--Gamezop:Api:Token=token", "--Gamezop:ApiKeys:0=mine-and-nobody-elses",
                "--Gamezop:SubKeys:0=bWluZS1hbmQtbm9ib2R5LWVsc2Vz");

        arcade.Welcome.Should().Contain("the real one");
    }

    [Fact]
    public async Task Metrics_and_traces_go_where_the_settings_say_by_OTLP()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var arcade = await ArcadeProcess.StartAsync(
            Database, "--demo", "false", $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_METRIC_EXPORT_INTERVAL=300", "--OTEL_BSP_SCHEDULE_DELAY=300");
        var gamezop = new ScoreWebhookClient(arcade.Http, "/games/score", ArcadeSite.Key);
        await arcade.WaitForAsync("/health", "Healthy");

        (await gamezop.SendAsync(new GameSession("maya", TimeProvider.System).Start().Events[0])).Status.Should().Be(HttpStatusCode.OK);
        (await arcade.Http.GetAsync("/competitions/live?leaderboard=day", HttpCompletionOption.ResponseHeadersRead)).StatusCode.Should().Be(HttpStatusCode.OK);

        // The forged one is counted; nothing handles it.
        await collector.WaitForAsync("/v1/metrics", "gamezop.scores.subs.refused");
        await collector.WaitForAsync("/v1/metrics", "gamezop.scores.inbox.depth");
        await collector.WaitForAsync("/v1/metrics", "gamezop.competitions.live.streams");
        await collector.WaitForAsync("/v1/metrics", "http.server.request.duration");
        await collector.WaitForAsync("/v1/traces", "POST /games/score");
    }

    [Fact]
    public async Task A_handled_score_is_a_trace_by_OTLP()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var arcade = await ArcadeProcess.StartAsync(
            Database, $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_BSP_SCHEDULE_DELAY=300");

        await collector.WaitForAsync("/v1/traces", "gamezop.scores.handle");
    }
}
