using System.Globalization;
using Gamezop.Scores;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

internal sealed class LeaderboardsModel(GameCatalogue games, IConfiguration configuration) : PageModel
{
    /// <summary>The boards of <c>Gamezop:Leaderboards</c> in the settings, by id.</summary>
    public static readonly IReadOnlyDictionary<string, string> Tabs = new Dictionary<string, string>
    {
        ["day"] = "Today",
        ["week"] = "This week",
        ["all-time"] = "All time",
        ["country"] = "By country",
    };

    [BindProperty(SupportsGet = true)]
    public string Board { get; set; } = "day";

    [BindProperty(SupportsGet = true)]
    public string? Partition { get; set; }

    public bool IsByCountry => Board == "country";

    public string Title => IsByCountry ? "This week, by country" : Tabs[Board];

    /// <summary>The partitions to choose from, with their names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!Tabs.ContainsKey(Board))
            return NotFound();
        Choices = IsByCountry ? Countries() : await GamesAsync(cancellationToken);
        return Page();
    }

    private List<KeyValuePair<string, string>> Countries() =>
        [.. (configuration.GetSection("Countries").Get<string[]>() ?? []).Select(code => KeyValuePair.Create(code, new RegionInfo(code).EnglishName)).OrderBy(country => country.Value)];

    private async Task<List<KeyValuePair<string, string>>> GamesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await games.ListAsync(cancellationToken)).Select(game => KeyValuePair.Create(game.Code, game.Name ?? game.Code))];
        }
        catch (GamezopApiException)
        {
            // There is the ranking over all games then.
            return [];
        }
    }
}
