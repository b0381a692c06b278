using Gamezop.Scores;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

[Authorize]
internal sealed class PlayModel(GameCatalogue games, IGameUrls urls) : PageModel
{
    public GamezopGame Game { get; private set; } = null!;

    /// <summary>With the player's signed sub, as written: never <see cref="Uri.ToString"/>, which decodes.</summary>
    public string GameUrl { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        if (await games.FindAsync(code, cancellationToken) is not { } game)
            return NotFound();
        Game = game;
        GameUrl = urls.Create(game.Url, User.PlayerId()!).OriginalString;
        return Page();
    }
}
