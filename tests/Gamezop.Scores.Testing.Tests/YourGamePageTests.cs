using System.Net;
using Gamezop.Scores;
using Gamezop.Scores.Testing;
using Microsoft.AspNetCore.Mvc.Testing;

namespace YourGames.Tests;

public sealed class YourGamePageTests
{
    [Fact]
    public async Task The_game_opens_for_the_user_and_may_be_embedded()
    {
        await using var factory = new WebApplicationFactory<Program>();
        await using var gamezop = await GamezopStandIn.StartAsync(new()
        {
            HttpClient = factory.CreateClient(),
            WebhookUrl = "/games/score",
            ApiKey = "quickstart-key-change-me-please",
        });
        using var browser = new HttpClient();

        var url = new GameUrlBuilder(gamezop.GameUrl("NyM_JGWcx")).WithSub("user-1").Build();
        var answer = await browser.GetAsync(url);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("frame-ancestors http://127.0.0.1:*");
    }
}
