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
    public async Task The_READMEs_picture_shows_a_game_a_live_board_and_coins()
    {
        await using var site = await ArcadeSite.StartAsync(chromium, demo: true);
        var visitor = await site.VisitAsync("Maya", new() { ViewportSize = new() { Width = 1200, Height = 900 }, ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        (string Name, double Score, string Country)[] others =
            [("asha", 410, "IN"), ("kemi", 360, "NG"), ("dewi", 330, "ID"), ("ines", 260, "BR"), ("bruno", 170, "BR"), ("farah", 140, "IN"), ("chidi", 120, "NG"), ("grace", 90, "US"), ("emil", 70, "DE")];
        foreach (var (name, score, country) in others)
            await site.ScoreAsync("demo." + name, score, country);
        await site.ScoreAsync("maya", 140);
        await site.ScoreAsync("maya", 180);
        await visitor.SeesAsync(".coins", "35 coins");
        await visitor.OpenGameAsync();
        await visitor.SeesAsync(".board .mine", "180");
        await visitor.Page.WaitForFunctionAsync("() => document.querySelectorAll('.board .player img').length === 10");

        await visitor.PlayAsync(points: 120);

        // While it is being played, and what was made of it so far has been confirmed.
        await visitor.Page.WaitForFunctionAsync("() => document.getElementById('counted').textContent > '0'");
        var picture = await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, "readme.png") });

        picture.Length.Should().BeLessThan(300_000);
        (await visitor.Page.Locator(".coins").TextContentAsync()).Should().NotStartWith("0 ");
        if (Environment.GetEnvironmentVariable("GAMEZOP_PICTURE") is not null)
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "src", "docs", "arcade.png"), picture);
    }
}
