using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Gamezop.Scores.Testing.Tests.StandIn;

public sealed class ApiTests : IAsyncLifetime
{
    private GamezopStandIn _gamezop = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _gamezop = await GamezopStandIn.StartAsync(new() { Games = [new("NyM_JGWcx", "Tile Rush"), new("SkhljT2fdgb", "Tile Golf") { IsAscending = true }] });
        _http = new HttpClient { BaseAddress = _gamezop.Url };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _gamezop.DisposeAsync();
    }

    [Fact]
    public async Task All_games_in_the_current_form()
    {
        var game = (await GetAsync("/v3/games?lang=en", "stand-in-token")).GetProperty("data")[0];

        game.GetProperty("code").GetString().Should().Be("NyM_JGWcx");
        game.GetProperty("url").GetString().Should().Be(_gamezop.GameUrl("NyM_JGWcx"));
        game.GetProperty("name").GetString().Should().Be("Tile Rush");
        game.GetProperty("screen_orientation").GetString().Should().Be("portrait");
        game.GetProperty("category").GetProperty("name").GetString().Should().Be("Arcade");
        await IsAPictureAsync(game.GetProperty("images").GetProperty("cover"));
        await IsAPictureAsync(game.GetProperty("images").GetProperty("screenshots")[0]);
    }

    [Fact]
    public async Task All_games_in_the_older_form()
    {
        var game = (await GetAsync("/v3/games?id=3025&lang=en")).GetProperty("games")[1];

        game.GetProperty("code").GetString().Should().Be("SkhljT2fdgb");
        game.GetProperty("url").GetString().Should().Be(_gamezop.GameUrl("SkhljT2fdgb"));
        game.GetProperty("name").GetProperty("en").GetString().Should().Be("Tile Golf");
        game.GetProperty("categories").GetProperty("en")[0].GetString().Should().Be("Arcade");
        await IsAPictureAsync(game.GetProperty("assets").GetProperty("square"));
    }

    [Theory]
    [InlineData("NyM_JGWcx", "descending")]
    [InlineData("SkhljT2fdgb", "ascending")]
    public async Task Leaderboards_in_the_current_form(string code, string order)
    {
        var board = (await GetAsync($"/v3/leaderboards-metadata?game-code={code}", "stand-in-token")).GetProperty("data")[0];

        board.GetProperty("leaderboard_id").GetString().Should().Be(code + "_default");
        board.GetProperty("score_type").GetString().Should().Be("number");
        board.GetProperty("sorting_order").GetString().Should().Be(order);
    }

    [Fact]
    public async Task Leaderboards_in_the_older_form()
    {
        (await GetAsync("/v2/leaderboards/info?code=NyM_JGWcx")).GetProperty("leaderboards")[0].GetProperty("leaderboardId").GetString().Should().Be("NyM_JGWcx_default");
        (await GetAsync("/v2/leaderboards/info?code=unknown")).ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("/v3/games?lang=en", null, HttpStatusCode.Unauthorized)]
    [InlineData("/v3/games?lang=en", "another", HttpStatusCode.Unauthorized)]
    [InlineData("/v3/games?id=1", null, HttpStatusCode.NotFound)]
    [InlineData("/v3/leaderboards-metadata?game-code=NyM_JGWcx", null, HttpStatusCode.Unauthorized)]
    [InlineData("/v3/leaderboards-metadata", "stand-in-token", HttpStatusCode.BadRequest)]
    [InlineData("/v2/leaderboards/info", null, HttpStatusCode.BadRequest)]
    public async Task Calls_that_Gamezop_would_refuse_are_refused(string path, string? token, HttpStatusCode status)
    {
        using var response = await SendAsync(path, token);

        response.StatusCode.Should().Be(status);
    }

    private async Task<JsonElement> GetAsync(string path, string? token = null)
    {
        using var response = await SendAsync(path, token);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request);
    }

    private async Task IsAPictureAsync(JsonElement url)
    {
        var response = await _http.GetAsync(new Uri(url.GetString()!));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("image/svg+xml");
    }
}
