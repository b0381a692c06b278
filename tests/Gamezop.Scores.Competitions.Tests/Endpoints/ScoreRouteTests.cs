using System.Net;
using System.Text;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>Rankings by score over HTTP, and the rule that is always on.</summary>
public sealed class ScoreRouteTests
{
    private static readonly LeaderboardDefinition Board = new() { Id = "b", Ranking = LeaderboardRanking.Competition };

    [Fact]
    public async Task Places_between_two_scores_are_listed_and_counted()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        int seen = 0;
        foreach (int score in new[] { 10, 20, 20, 30, 40 })
            await host.PostAsync($"u{seen++}", score);
        JsonElement range = await host.GetJsonAsync("/competitions/leaderboards/b/scores?min=20&max=30&limit=2");
        range.EnumerateObject().Select(member => member.Name).Should().Equal("id", "window", "partition", "order", "total", "count", "entries");
        (range.GetProperty("total").GetInt32(), range.GetProperty("count").GetInt32()).Should().Be((5, 3));
        range.GetProperty("entries").EnumerateArray().Select(entry => (entry.GetProperty("rank").GetInt32(), entry.GetProperty("score").GetDouble())).Should().Equal((2, 30), (3, 20));
        (await host.GetJsonAsync("/competitions/leaderboards/b/scores")).GetProperty("count").GetInt32().Should().Be(5);
        (await host.GetJsonAsync("/competitions/leaderboards/b/scores?max=-1e3")).GetProperty("count").GetInt32().Should().Be(0);
        JsonElement rank = await host.GetJsonAsync("/competitions/leaderboards/b/rank?score=20");
        rank.GetRawText().Should().Be("""{"window":{"key":"all","startsAt":null,"endsAt":null,"closed":false},"score":20,"rank":3,"better":2,"total":5}""");
    }

    [Theory]
    [InlineData("scores?min=x", "'min' must be a number like 1200 or -0.5.")]
    [InlineData("scores?min=NaN", "'min' must be a number like 1200 or -0.5.")]
    [InlineData("scores?max=1e999", "'max' must be a number like 1200 or -0.5.")]
    [InlineData("scores?min=2&max=1", "'min' must not be more than 'max'.")]
    [InlineData("scores?limit=0", "'limit' must be a whole number from 1 to 1000.")]
    [InlineData("scores?min=1&min=2", "'min' is given more than once.")]
    [InlineData("rank", "'score' is missing.")]
    [InlineData("rank?score=", "'score' must be a number like 1200 or -0.5.")]
    [InlineData("rank?score=1&window=x", "'window' must be *")]
    public async Task What_cannot_be_read_is_answered_400(string path, string detail)
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        using HttpResponseMessage answer = await host.GetAsync("/competitions/leaderboards/b/" + path);
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString().Should().Match(detail);
    }

    [Fact]
    public async Task A_user_at_the_end_sees_a_full_page_where_that_is_asked_for()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        for (int i = 1; i <= 9; i++)
            await host.PostAsync($"u{i}", 100 - i);
        (await NeighboursAsync("u1", "around=2&fill=true")).Should().Equal("u1", "u2", "u3", "u4", "u5");
        (await NeighboursAsync("u9", "around=1&fill=true")).Should().Equal("u7", "u8", "u9");
        (await NeighboursAsync("u1", "around=2&fill=false")).Should().Equal("u1", "u2", "u3");
        using HttpResponseMessage refused = await host.GetAsync("/competitions/leaderboards/b/users/u1?fill=1", "u1");
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);

        async Task<IEnumerable<string?>> NeighboursAsync(string user, string query) =>
            (await host.GetJsonAsync($"/competitions/leaderboards/b/users/{user}?{query}", user)).GetProperty("neighbours").EnumerateArray().Select(entry => entry.GetProperty("userId").GetString());
    }

    [Fact]
    public async Task A_tournaments_standings_are_asked_by_score()
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.AddTournaments(cups => cups.Add(new TournamentDefinition { Id = "cup", StartsAt = Events.Noon, Duration = TimeSpan.FromHours(1) })), null, waitUntilReady: true);
        await Deadline.UntilAsync(() => host.Services.GetRequiredService<ITournaments>().IsReady);
        for (int i = 1; i <= 5; i++)
            await host.PostAsync($"u{i}", i, i);
        JsonElement range = await host.GetJsonAsync("/competitions/tournaments/cup/standings/scores?min=2&max=3");
        (range.GetProperty("id").GetString(), range.GetProperty("count").GetInt32(), range.GetProperty("total").GetInt32()).Should().Be(("cup", 2, 5));
        (await host.GetJsonAsync("/competitions/tournaments/cup/standings/rank?score=4.5")).GetProperty("rank").GetInt32().Should().Be(2);
        using HttpResponseMessage missing = await host.GetAsync("/competitions/tournaments/none/standings/rank?score=1");
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    /// <summary>Nothing but leaderboards and a target are set up, and there is no store.</summary>
    [Fact]
    public async Task Without_any_rules_a_play_that_contradicts_itself_reaches_nothing()
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.AddTargets(targets => targets.Add(new TargetDefinition { Id = "quick", Goal = TargetGoal.ScoreAtLeast(100), Within = TimeSpan.FromSeconds(3), Reward = new Reward("coins", 1) })),
            null, waitUntilReady: true, Board);
        host.Time.Advance(TimeSpan.FromHours(1));
        await PostAsync("ann", "start", 0, 0, 0);
        await PostAsync("ann", "over", 600, 100, 600_000);
        (await BoardAsync()).Should().Equal("ann");
        await PostAsync("ann", "over", 601, 100, 1000);
        (await BoardAsync()).Should().BeEmpty();
        await PostAsync("bob", "over", 2, 100, 2000);
        (await BoardAsync()).Should().Equal("bob");
        (await host.Services.GetRequiredService<IQuarantine>().ListAsync()).Should().ContainSingle().Which.Evidence.Should().StartWith("DurationContradiction: ");
        IRewards rewards = host.Services.GetRequiredService<IRewards>();
        (await rewards.GetAsync("t/quick/all/bob"))!.Status.Should().Be(RewardStatus.Owed, "nobody pays here");
        (await rewards.GetAsync("t/quick/all/ann"))?.Status.Should().Be(RewardStatus.Withheld);

        async Task<IEnumerable<string?>> BoardAsync() =>
            (await host.GetJsonAsync("/competitions/leaderboards/b")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("userId").GetString());

        async Task PostAsync(string user, string state, int second, double score, int duration)
        {
            string body = JsonSerializer.Serialize(new
            {
                gameCode = "NyM_JGWcx",
                sessionId = "s",
                gamePlayId = user,
                timestamp = Events.Noon.AddSeconds(second).ToUnixTimeMilliseconds(),
                score,
                subId = user,
                duration,
                state,
            });
            using HttpResponseMessage answer = await host.Client.PostAsync("/games/score", new StringContent(body, Encoding.UTF8));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    /// <summary>Events are: state, seconds after noon, duration in milliseconds or a dash, score. The target is to be reached within 3 s.</summary>
    [Theory]
    [InlineData(false, "start 0 0 0", "over 600 1000 100")]
    [InlineData(false, "over 600 1000 100", "start 0 0 0")]
    [InlineData(false, "start 0 - 0", "over 600 3000 100")]
    [InlineData(false, "playing 0 - 1", "playing 600 0 100")]
    [InlineData(false, "start 0 0 0", "levelup 14 3000 100", "over 600 590000 100")]
    [InlineData(true, "start 0 0 0", "over 13 3000 100")]
    [InlineData(true, "over 600 1000 100")]
    [InlineData(null, "start 0 0 0", "over 600 1000 99")]
    [InlineData(null, "start 0 0 0", "over 600 3001 100")]
    [InlineData(null, "start 0 0 0", "over 600 - 100")]
    public async Task A_duration_alone_makes_no_play_quicker_than_its_timestamps(bool? granted, params string[] events)
    {
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.AddTargets(targets => targets.Add(new TargetDefinition
            {
                Id = "quick",
                Goal = TargetGoal.ScoreAtLeast(100),
                Within = TimeSpan.FromSeconds(3),
                Reward = new Reward("coins", 1),
            })),
            null, waitUntilReady: true, Board);
        host.Time.Advance(TimeSpan.FromHours(1));

        foreach (var words in events.Select(text => text.Split(' ')))
        {
            var body = $$"""
                {"gameCode":"NyM_JGWcx","sessionId":"s","gamePlayId":"p","subId":"ann","state":"{{words[0]}}","score":{{words[3]}},
                 "duration":{{(words[2] == "-" ? "null" : words[2])}},"timestamp":{{Events.Noon.AddSeconds(int.Parse(words[1])).ToUnixTimeMilliseconds()}}}
                """;
            using var answer = await host.Client.PostAsync("/games/score", new StringContent(body, Encoding.UTF8));
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        var reward = await host.Services.GetRequiredService<IRewards>().GetAsync("t/quick/all/ann");
        (reward?.Status == RewardStatus.Owed).Should().Be(granted == true);
        (await host.Services.GetRequiredService<IQuarantine>().ListAsync()).Should().HaveCount(granted == false ? 1 : 0, "a pause is no contradiction");
    }
}
