using System.Net;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Others who would like to say what a score is.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class HostileTests(Chromium chromium) : IAsyncLifetime
{
    private const string Attack =
        """
        const over = { state: "over", score: 999999, gameCode: "NyM_JGWcx", gamePlayId: "p" };
        const attacks = [
          over, JSON.stringify(over), JSON.stringify(JSON.stringify(over)), { event: "match_result" }, null, 1, "{", "x".repeat(5_000_000), [over], { ...over, more: "x".repeat(1_000_000) },
          '{"state":"over","score":999999,"__proto__":{"polluted":1}}', JSON.parse('{"state":"over","constructor":{"prototype":{"polluted":1}}}'),
        ];
        """;

    private ArcadeSite _site = null!;
    private ArcadeVisitor _player = null!;

    public async Task InitializeAsync()
    {
        _site = await ArcadeSite.StartAsync(chromium);
        _player = await _site.VisitAsync("Maya");
        await _player.OpenGameAsync();
    }

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_page_of_another_origin_that_opened_the_game_says_nothing()
    {
        await using var evil = await PuppetSite.StartAsync();
        var opener = await _player.Page.Context.NewPageAsync();
        await opener.GotoAsync(evil.Url);
        var opened = await opener.RunAndWaitForPopupAsync(() => opener.EvaluateAsync("url => { window.victim = open(url); }", new Uri(_site.Url, "/play/NyM_JGWcx").ToString()));
        await opened.WaitForFunctionAsync("() => document.querySelector('.board .note')?.textContent.includes('Nobody')");

        await opened.EvaluateAsync("() => addEventListener('message', event => { window.heardAll ||= event.data === 'last'; })");
        await opener.EvaluateAsync($$"""() => { {{Attack}} for (const attack of [...attacks, "last"]) victim.postMessage(attack, "*"); }""");
        await opened.WaitForFunctionAsync("() => window.heardAll");

        (await opened.Locator("#score").TextContentAsync()).Should().Be("0");
        (await opened.Locator("#say").TextContentAsync()).Should().Be("Press play in the game.");
        (await opened.EvaluateAsync<bool>("() => ({}).polluted === undefined")).Should().BeTrue();
    }

    [Fact]
    public async Task Another_frame_of_Gamezops_origin_and_the_page_itself_say_nothing()
    {
        await _player.Page.EvaluateAsync(
            "url => { const other = document.createElement('iframe'); other.id = 'other'; other.title = 'Other'; other.src = url; document.querySelector('main').append(other); }",
            _site.Gamezop.GameUrl("NyM_JGWcx"));
        var other = _player.Page.FrameLocator("#other");
        await other.Locator("#play").ClickAsync();
        await other.Locator(".lit").ClickAsync();
        await other.Locator("#say").GetByText("Over").WaitForAsync();
        await _player.Page.EvaluateAsync($$"""() => { {{Attack}} for (const attack of attacks) window.postMessage(attack, "*"); }""");
        await _player.Page.EvaluateAsync("() => new Promise(done => { addEventListener('message', event => event.data === 'last' && done()); window.postMessage('last', '*'); })");

        (await _player.Page.Locator("#score").TextContentAsync()).Should().Be("0");
        (await _player.Page.Locator("#say").TextContentAsync()).Should().Be("Press play in the game.");
        (await _player.Page.EvaluateAsync<bool>("() => ({}).polluted === undefined")).Should().BeTrue();
        _player.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_player_who_makes_the_game_say_a_score_is_on_no_board()
    {
        var game = _player.Page.Frames.Single(frame => frame.Url.StartsWith(_site.Gamezop.Url.ToString()));
        await game.EvaluateAsync($$"""() => { {{Attack}} for (const attack of attacks) parent.postMessage(attack, "*"); }""");

        await _player.SeesAsync("#score", "999,999");
        await _site.Gamezop.WhenPostedAsync();
        (await _player.Page.Locator("#counted").TextContentAsync()).Should().NotContain("999");
        (await _site.Http.GetStringAsync("/competitions/leaderboards/day")).Should().Contain("\"total\":0");
        (await _player.Page.EvaluateAsync<bool>("() => ({}).polluted === undefined")).Should().BeTrue();
    }

    [Fact]
    public async Task No_other_site_can_embed_the_Arcade_or_press_its_buttons()
    {
        var answer = await _site.Http.GetAsync("/sign-in");
        answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("frame-ancestors 'self'").And.NotContain("unsafe");

        using var forged = new FormUrlEncodedContent([KeyValuePair.Create("name", "Mallory")]);
        (await _site.Http.PostAsync("/sign-in", forged)).StatusCode.Should().Be(HttpStatusCode.BadRequest, "no page of this site sent it");
    }

    [Fact]
    public async Task A_name_is_text_wherever_it_stands()
    {
        await _player.Page.GotoAsync("/sign-in");
        await _player.Page.GetByLabel("Your name").FillAsync("<img src=x>");
        await _player.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Play" }).ClickAsync();

        await _player.SeesAsync("#error", "letters, digits");
        (await _player.Page.GetByLabel("Your name").InputValueAsync()).Should().Be("<img src=x>");
    }
}
