using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>From a stand-in for Gamezop's metadata, over real HTTP, to the order of a board.</summary>
public sealed class GamezopOrderTests : IAsyncLifetime
{
    private const string Ascending = """{"data":[{"leaderboard_id":"NyM_JGWcx_default","sorting_order":"ascending"}]}""";

    private readonly WebApplication _gamezop = Gamezop();
    private volatile string _answer = "";

    public Task InitializeAsync()
    {
        _gamezop.MapGet("/v3/leaderboards-metadata", async (HttpContext context) =>
        {
            if (_answer.Length == 0 || context.Request.Headers.Authorization != "Bearer t")
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            else
                await context.Response.WriteAsync(context.Request.Query["game-code"] == "NyM_JGWcx" ? _answer : """{"data":[]}""");
        });
        return _gamezop.StartAsync();
    }

    public async Task DisposeAsync() => await _gamezop.DisposeAsync();

    [Fact]
    public async Task Scores_wait_while_the_metadata_cannot_be_had_and_are_then_ranked_its_way()
    {
        await using CompetitionsHost host = await StartAsync(new LeaderboardDefinition { Id = "g", Games = ["NyM_JGWcx"], Order = LeaderboardOrder.FromGamezop });
        await host.PostAsync("ann", 2, expected: HttpStatusCode.ServiceUnavailable);

        _answer = Ascending;
        await AskAgainAsync(host);

        await host.PostAsync("ann", 2);
        await host.PostAsync("bob", 1);
        (await host.Boards.GetPageAsync("g")).Entries.Select(entry => entry.UserId).Should().Equal("bob", "ann");
    }

    [Theory]
    [InlineData("NyM_JGWcx", """{"data":[{"leaderboard_id":"a","sorting_order":"ascending"},{"leaderboard_id":"b","sorting_order":null}]}""")]
    [InlineData("NyM_JGWcx", """{"data":[{"leaderboard_id":"a"}]}""")]
    [InlineData("NyM_JGWcx", """{"data":[]}""")]
    [InlineData("NyM_JGWcx", """{"data":[{"leaderboard_id":"a","sorting_order":"descending"},{"leaderboard_id":"a","sorting_order":"ascending"}]}""")]
    [InlineData("NyM_JGWcx,other", Ascending)]
    [InlineData("other,NyM_JGWcx", Ascending)]
    public async Task Scores_wait_while_the_metadata_tells_a_part_of_the_order(string games, string answer)
    {
        _answer = answer;
        await using CompetitionsHost host = await StartAsync(new LeaderboardDefinition { Id = "g", Games = games.Split(','), Order = LeaderboardOrder.FromGamezop });

        await host.PostAsync("ann", 2, expected: HttpStatusCode.ServiceUnavailable);

        await host.GetAsync("/competitions/leaderboards/g").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("""{"data":[{"leaderboard_id":"NyM_JGWcx_default","sorting_order":"ascending"},{"leaderboard_id":"b","sorting_order":null}]}""")]
    [InlineData("""{"data":[{"leaderboard_id":"NyM_JGWcx_default","sorting_order":"ascending"},{"leaderboard_id":"b","sorting_order":"descending"}]}""")]
    public async Task Leaderboards_that_a_board_does_not_count_on_do_not_matter(string answer)
    {
        _answer = answer;

        await using CompetitionsHost host = await StartAsync(
            new LeaderboardDefinition { Id = "g", Games = ["NyM_JGWcx", "other"], GamezopLeaderboards = ["NyM_JGWcx_default"], Order = LeaderboardOrder.FromGamezop });

        host.Boards.Definitions.Should().ContainSingle().Which.Order.Should().Be(LeaderboardOrder.Ascending);
    }

    private static async Task AskAgainAsync(CompetitionsHost host)
    {
        while (host.Boards.Definitions is [{ Order: LeaderboardOrder.FromGamezop }])
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2);
        }

    }

    private Task<CompetitionsHost> StartAsync(LeaderboardDefinition board) => CompetitionsHost.StartAsync(
        scores => scores.Services.AddGamezopApi(options => (options.Token, options.BaseAddress) = ("t", new Uri(_gamezop.Urls.Single()))), null, waitUntilReady: true, board);

    private static WebApplication Gamezop()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }
}
