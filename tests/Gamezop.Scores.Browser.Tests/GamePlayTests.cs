using Gamezop.Scores.Testing;

namespace Gamezop.Scores.Browser.Tests;

/// <summary>The stand-in's game in a frame of a publisher's page, as in production: another origin.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class GamePlayTests(Chromium chromium)
{
    private const string Listen =
        """
        url => {
          const iframe = document.createElement("iframe");
          iframe.src = url;
          iframe.title = "Game";
          iframe.width = 400; iframe.height = 600;
          document.body.append(iframe);
          window.stop = gamezop.listenToGame(iframe, event => got.push({ ...event, raw: undefined }));
        }
        """;

    [Theory]
    [InlineData(StandInBroadcasts.Objects, false)]
    [InlineData(StandInBroadcasts.Texts, true)]
    public async Task A_game_played_by_clicks_and_keys_tells_the_page_and_posts_the_same(StandInBroadcasts broadcasts, bool staticFiles)
    {
        await using var webhook = await Webhook.StartAsync();
        await using var gamezop = await GamezopStandIn.StartAsync(new() { WebhookUrl = webhook.Url, ApiKey = Webhook.Key, Broadcasts = broadcasts, RoundLength = TimeSpan.FromSeconds(4) });
        await using var host = await HostPage.OpenAsync(chromium, staticFiles: staticFiles);
        await host.RunAsync(Listen, new GameUrlBuilder(gamezop.GameUrl("NyM_JGWcx")).WithSub("user-1").BuildString());

        var game = host.Page.FrameLocator("iframe");
        await game.Locator("#play").ClickAsync();
        for (var hits = 0; hits < 2; hits++)
            await game.Locator(".lit").ClickAsync();
        await host.WaitAsync("got.filter(event => event.state === 'playing').length >= 1");
        await game.Locator(".lit").PressAsync("Enter");
        await game.Locator("#say").GetByText("Over").WaitForAsync();
        await gamezop.WhenPostedAsync();

        var said = (await host.GotAsync()).EnumerateArray().ToList();
        said.Select(one => one.GetProperty("state").GetString()).Should().StartWith(["loaded", "start", "playing"]).And.EndWith("over");
        said[^1].GetProperty("score").GetDouble().Should().BePositive();
        await webhook.WaitForAsync(said.Count);
        webhook.Events.OrderBy(posted => posted.Timestamp)
            .Select(posted => (posted.RawState, posted.Score, (double?)posted.Duration!.Value.TotalMilliseconds, posted.GamePlayId, posted.GameCode))
            .Should().Equal(said.Select(one => (
                one.GetProperty("state").GetString()!, one.GetProperty("score").GetDouble(), (double?)one.GetProperty("duration").GetDouble(),
                one.GetProperty("gamePlayId").GetString()!, one.GetProperty("gameCode").GetString()!)));
        webhook.Events.Should().OnlyContain(posted => posted.SubId == "user-1");
        host.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_that_may_not_embed_the_game_gets_nothing()
    {
        await using var gamezop = await GamezopStandIn.StartAsync(new() { EmbeddedBy = ["https://games.example"] });
        await using var host = await HostPage.OpenAsync(chromium);

        await host.RunAsync(Listen, gamezop.GameUrl("NyM_JGWcx"));
        await host.Page.Locator("iframe").WaitForAsync();

        (await host.Page.FrameLocator("iframe").Locator("#play").CountAsync()).Should().Be(0);
        (await host.GotAsync()).GetArrayLength().Should().Be(0);
    }
}
