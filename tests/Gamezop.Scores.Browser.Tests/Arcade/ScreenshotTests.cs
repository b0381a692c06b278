using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Pictures of every page, to be looked at: in <c>artifacts/screenshots</c>.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class ScreenshotTests(Chromium chromium)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Theory]
    [InlineData("desktop", 1280, 860, ColorScheme.Light)]
    [InlineData("desktop-dark", 1280, 860, ColorScheme.Dark)]
    [InlineData("phone", 390, 844, ColorScheme.Light)]
    [InlineData("phone-dark", 390, 844, ColorScheme.Dark)]
    public async Task Every_page_is_kept_as_a_picture(string device, int width, int height, ColorScheme scheme)
    {
        await using var site = await ArcadeSite.StartAsync(chromium, demo: true);
        var visitor = await site.VisitAsync("operator", new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, HasTouch = width < 600 });
        await visitor.OpenGameAsync();
        await visitor.PlayAsync(3);
        await visitor.SeesAsync("#say", "they count");
        await ShowAsync("play");
        foreach (var (path, name) in ((string, string)[])[("/", "games"), ("/leaderboards", "leaderboards"), ("/leaderboards?board=country&partition=IN", "countries"), ("/operator", "operator"), ("/api", "api"), ("/sign-in", "sign-in"), ("/nothing", "nothing")])
        {
            await visitor.Page.GotoAsync(path);
            await ShowAsync(name);
        }

        async Task ShowAsync(string name)
        {
            await Task.Delay(1500);
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{device}.png"), FullPage = true });
        }
    }
}
