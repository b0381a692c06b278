using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>The leaderboards of day, week and all time, by game and by country.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class LeaderboardPageTests(Chromium chromium)
{
    [Fact]
    public async Task Each_board_is_a_tab_and_a_country_or_game_is_shown_in_place()
    {
        await using var site = await ArcadeSite.StartAsync(chromium);
        await site.ScoreAsync("asha", 30, "IN");
        await site.ScoreAsync("bruno", 20, "BR");
        var visitor = await site.VisitAsync();
        await visitor.Page.GotoAsync("/leaderboards");
        foreach (var tab in (string[])["Today", "This week", "All time", "By country"])
        {
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).ClickAsync();
            await visitor.SeesAsync(".tabs [aria-current=page]", tab);
            await visitor.SeesAsync(".board tbody tr:nth-child(1)", "asha");
            await visitor.SeesAsync(".board tbody tr:nth-child(2)", "bruno");
        }

        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Country" }).SelectOptionAsync("Brazil");
        await visitor.SeesAsync(".board tbody", "bruno");
        await Assertions.Expect(visitor.Page.Locator(".board tbody tr")).ToHaveCountAsync(1);
        await visitor.SeesAsync(".board tbody .country", "Brazil");
        visitor.Page.Url.Should().EndWith("/leaderboards?board=country&partition=BR");
        await site.ScoreAsync("ines", 40, "BR");
        await visitor.SeesAsync(".board tbody tr:nth-child(1)", "ines");

        // The address leads to the same.
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Page.Locator(".board tbody tr .name")).ToHaveTextAsync(["ines", "bruno"]);
        (await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Country" }).EvaluateAsync<string>("choice => choice.selectedOptions[0].text")).Should().Be("Brazil");

        await visitor.Page.GotoAsync("/leaderboards?board=day");
        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Game" }).SelectOptionAsync("Tile Night");
        await visitor.SeesAsync(".board tbody", "Nobody is here yet");
        visitor.Errors.Should().BeEmpty();
    }
}
