using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

[Authorize]
internal sealed class PlayModel(GameCatalogue games, IGameUrls urls, ILeaderboards boards) : PageModel
{
    public GamezopGame Game { get; private set; } = null!;

    /// <summary>With the player's protected sub, as written: never <see cref="Uri.ToString"/>, which decodes.</summary>
    public string GameUrl { get; private set; } = "";

    /// <summary>The player's rank of today in this game, if there is one yet.</summary>
    public int? Rank { get; private set; }

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        if (await games.FindAsync(code, cancellationToken) is not { } game)
            return NotFound();
        Game = game;
        GameUrl = (await urls.CreateAsync(game.Url, User.PlayerId()!, cancellationToken)).OriginalString;
        if (boards.IsReady)
            Rank = (await boards.GetUserAsync(new LeaderboardQuery("day", Partition: code), User.PlayerId()!, around: 0, cancellationToken))?.Entry.Rank;
        return Page();
    }
}
