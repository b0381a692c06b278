using Microsoft.Playwright;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Every page of the Arcade, and what is there once it is complete.</summary>
internal static class ArcadePages
{
    private static readonly (string Name, string Path, string Ready)[] All =
    [
        ("games", "/", ".board .player"),
        ("play", "/play/NyM_JGWcx", ".board .player"),
        ("leaderboards", "/leaderboards?board=week", ".board .player"),
        ("leaderboards-of-a-country", "/leaderboards?board=country&partition=IN", ".board .player"),
        ("tournaments", "/tournaments", ".tournament"),
        ("tournament", "/tournaments/quarter-hour", "table[data-shown]"),
        ("tournament-to-join", "/tournaments/hourly", "table[data-shown]"),
        ("targets", "/targets", "[data-done=yes]"),
        ("wallet", "/wallet", "#payments tbody tr"),
        ("operator", "/operator", ".figures"),
        ("api", "/api", ".operation"),
        ("sign-in", "/sign-in", "#name"),
        ("nothing", "/nothing", "h1"),
    ];

    public static IEnumerable<string> Names => All.Select(page => page.Name);

    public static async Task OpenAsync(IPage page, string name)
    {
        var (_, path, ready) = All.Single(one => one.Name == name);
        await page.GotoAsync(path);
        await page.Locator(ready).First.WaitForAsync();
    }

    /// <summary>Scores of a few players and a forged one, so that no page is empty.</summary>
    public static async Task FillAsync(ArcadeSite site)
    {
        string[] users = ["asha", "bruno", "chidi", "dewi"];
        for (var i = 0; i < users.Length; i++)
            await site.ScoreAsync(users[i], 100 + (10 * i), i % 2 == 0 ? "IN" : "BR");
        // Enough for a target and one to be claimed.
        await site.ScoreAsync("operator", 160);
        await site.ForgeAsync("asha", 1_000_000);
    }
}
