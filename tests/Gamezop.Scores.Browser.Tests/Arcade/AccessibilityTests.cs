using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Every page, the game in its frame included, as axe sees it.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class AccessibilityTests(Chromium chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Axe_finds_no_violation_and_the_console_is_silent(ColorScheme scheme, int width)
    {
        await using var site = await ArcadeSite.StartAsync(chromium);
        await ArcadePages.FillAsync(site);
        var visitor = await site.VisitAsync("operator", new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 860 }, ReducedMotion = ReducedMotion.Reduce });
        foreach (var name in ArcadePages.Names)
        {
            await ArcadePages.OpenAsync(visitor.Page, name);

            var found = await visitor.Page.RunAxe();

            found.Passes.Should().NotBeEmpty();
            found.Violations.Select(violation => $"{name}: {violation.Impact} {violation.Id} {string.Join(", ", violation.Nodes.Select(node => node.Html))}").Should().BeEmpty();
        }

        visitor.Errors.Where(error => !error.Contains("404")).Should().BeEmpty("the one page that isn't there is asked for");
    }
}
