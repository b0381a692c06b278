using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Pictures to be looked at, in <c>artifacts/screenshots</c>. With <c>GAMEZOP_PICTURE</c> set, the README's is made anew too.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class PictureTests(Chromium chromium)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Theory]
    [InlineData("phone", 390, 844)]
    [InlineData("desktop", 1280, 860)]
    public async Task Every_page_is_kept_as_a_picture_light_and_dark(string device, int width, int height)
    {
        await using var site = await ArcadeSite.StartAsync(chromium);
        await ArcadePages.FillAsync(site);
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var visitor = await site.VisitAsync("operator", new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            foreach (var name in ArcadePages.Names)
            {
                await ArcadePages.OpenAsync(visitor.Page, name);
                var file = Path.Combine(Folder, $"{name}-{device}-{scheme.ToString().ToLowerInvariant()}.png");
                await visitor.Page.ScreenshotAsync(new() { Path = file, FullPage = true });

                new FileInfo(file).Length.Should().BePositive();
                (await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width, $"{name} must not scroll sideways");
            }
        }
    }

    [Fact]
    public async Task The_READMEs_picture_shows_a_game_and_a_live_board()
    {
        await using var site = await ArcadeSite.StartAsync(chromium, demo: true);
        var visitor = await site.VisitAsync("Maya", new() { ViewportSize = new() { Width = 1100, Height = 700 }, ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        await visitor.OpenGameAsync();
        await visitor.Page.WaitForFunctionAsync("() => document.querySelectorAll('.board .player').length >= 4");
        await visitor.PlayAsync(points: 150);
        await visitor.SeesAsync(".board .mine", "Maya");

        var picture = await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, "readme.png") });

        picture.Length.Should().BeLessThan(300_000);
        if (Environment.GetEnvironmentVariable("GAMEZOP_PICTURE") is not null)
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "src", "docs", "arcade.png"), picture);
    }
}
