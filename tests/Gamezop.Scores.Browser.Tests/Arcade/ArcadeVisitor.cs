using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>A browser context on the Arcade with one page, and everything that went wrong there.</summary>
internal sealed class ArcadeVisitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private ArcadeVisitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What pages threw or wrote to the console as an error or warning; what the content security policy forbade is there too.</summary>
    public ConcurrentBag<string> Errors { get; } = [];

    public static async Task<ArcadeVisitor> OpenAsync(Chromium chromium, BrowserNewContextOptions options, string? name)
    {
        var context = await chromium.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        var visitor = new ArcadeVisitor(context, await context.NewPageAsync());
        if (name is not null)
            await visitor.SignInAsync(name);
        return visitor;
    }

    public async Task SignInAsync(string name)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Page.GetByText("Sign out").WaitForAsync();
    }

    /// <summary>Opens a game and waits until the page hears from the server.</summary>
    public async Task OpenGameAsync(string code = "NyM_JGWcx")
    {
        await Page.AddInitScriptAsync("document.addEventListener('arcade:hello', () => { window.hello = true; })");
        await Page.GotoAsync("/play/" + code);
        await Page.WaitForFunctionAsync("() => window.hello");
    }

    public IFrameLocator Game => Page.FrameLocator("#game");

    /// <summary>Plays by clicks until so many points are made or the time is up. A tile may move on under the pointer, so not every click hits.</summary>
    public async Task PlayAsync(int points)
    {
        await Game.Locator("#play").ClickAsync();
        while (await ScoreAsync() < points && await Game.Locator(".lit").CountAsync() > 0)
        {
            try
            {
                await Game.Locator(".lit").ClickAsync(new() { Timeout = 1_000, Force = true });
            }
            catch (Exception exception) when (exception is TimeoutException or PlaywrightException)
            {
                // The game is over, or the tile was gone before the pointer came down.
            }
        }

        if (await ScoreAsync() == 0)
            await PlayAgainAsync(points);
    }

    private async Task PlayAgainAsync(int points)
    {
        await Game.GetByText("Play again").WaitForAsync();
        await PlayAsync(points);
    }

    private async Task<int> ScoreAsync() => int.Parse((await Game.Locator("#score").TextContentAsync())!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Until the element has this text.</summary>
    public Task SeesAsync(string selector, string text) =>
        Assertions.Expect(Page.Locator(selector)).ToContainTextAsync(text, new() { Timeout = 30_000 });

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
