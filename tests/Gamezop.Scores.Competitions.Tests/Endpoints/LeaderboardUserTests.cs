using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

public sealed class LeaderboardUserTests
{
    private static readonly LeaderboardDefinition Board = new() { Id = "b" };

    [Fact]
    public async Task A_user_sees_the_place_and_who_is_around()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        for (int i = 1; i <= 20; i++)
            await host.PostAsync($"u{i}", 100 - i);

        JsonElement place = await host.GetJsonAsync("/competitions/leaderboards/b/users/u10?around=2", "u10");

        place.EnumerateObject().Select(member => member.Name).Should().Equal("entry", "total", "percentile", "neighbours");
        place.GetProperty("entry").GetRawText().Should().Be("""{"rank":10,"userId":"u10","score":90,"achievedAt":"2026-11-23T12:00:00.000Z","country":"IN"}""");
        place.GetProperty("total").GetInt32().Should().Be(20);
        place.GetProperty("percentile").GetDouble().Should().Be(55);
        Users(place).Should().Equal("u8", "u9", "u10", "u11", "u12");
        Users(await host.GetJsonAsync("/competitions/leaderboards/b/users/u10", "u10")).Should().HaveCount(11);
        Users(await host.GetJsonAsync("/competitions/leaderboards/b/users/u10?around=0", "u10")).Should().Equal("u10");
    }

    [Theory]
    [InlineData("u1", "u2")]
    [InlineData("u1", null)]
    [InlineData("u1", "U1")]
    public async Task Nobody_else_may_ask(string asked, string? user)
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        await host.PostAsync("u1", 1);

        await host.GetAsync($"/competitions/leaderboards/b/users/{asked}", user).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await host.GetAsync($"/competitions/leaderboards/none/users/{asked}?around=x", user).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a/b", "a%2fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a%252Fb", "a%25252Fb")]
    [InlineData("a%2fb/c", "a%252fb%2Fc")]
    [InlineData("%2E%2E", "%252E%252E")]
    [InlineData("a b+c", "a%20b+c")]
    [InlineData("ü😀", "%C3%BC%F0%9F%98%80")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("..a", "..a")]
    [InlineData("u", "u/")]
    public async Task An_id_is_decoded_once(string user, string segment)
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        await host.PostAsync(user, 1);

        JsonElement place = await host.GetJsonAsync($"/competitions/leaderboards/b/users/{segment}?window=current", user);

        place.GetProperty("entry").GetProperty("userId").GetString().Should().Be(user);
    }

    [Theory]
    [InlineData("a%252Fb", "a/b")]
    [InlineData("a%2Fb", "a%2Fb")]
    public async Task An_id_that_looks_like_another_one_is_another_one(string segment, string user)
    {
        await using var host = await CompetitionsHost.StartAsync(Board);

        await host.GetAsync($"/competitions/leaderboards/b/users/{segment}", user).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("%2E")]
    [InlineData("%2e%2E")]
    [InlineData("..")]
    [InlineData(".%2e")]
    [InlineData("%2E%2E/")]
    public async Task Dots_are_no_ids(string segment)
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /competitions/leaderboards/b/users/{segment} HTTP/1.1\r\nHost: localhost\r\nuser: {segment}\r\nConnection: close\r\n\r\n"));

        string answer = await new StreamReader(client.GetStream()).ReadToEndAsync();

        answer.Should().MatchRegex("^HTTP/1.1 (400|404) ");
    }

    [Theory]
    [InlineData("around=51")]
    [InlineData("around=-1")]
    [InlineData("window=never")]
    public async Task What_can_mean_nothing_is_a_bad_request(string query)
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        await host.PostAsync("u1", 1);

        await host.GetAsync("/competitions/leaderboards/b/users/u1?" + query, "u1").ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("b/users/u2")]
    [InlineData("other/users/u2")]
    [InlineData("b/users/u2?window=2026-11-23")]
    public async Task A_user_without_an_entry_is_not_found(string path)
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        await host.PostAsync("u1", 1);

        await host.GetAsync("/competitions/leaderboards/" + path, "u2").ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_about_one_user_is_kept_by_no_cache()
    {
        await using var host = await CompetitionsHost.StartAsync(Board);
        await host.PostAsync("u1", 1);

        using HttpResponseMessage answer = await host.GetAsync("/competitions/leaderboards/b/users/u1", "u1");

        answer.Headers.CacheControl!.ToString().Should().Contain("no-store");
        answer.Headers.ETag.Should().BeNull();
    }

    private static IEnumerable<string?> Users(JsonElement place) => place.GetProperty("neighbours").EnumerateArray().Select(entry => entry.GetProperty("userId").GetString());
}
