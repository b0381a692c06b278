using Gamezop.Scores;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

internal sealed class IndexModel(GameCatalogue catalogue) : PageModel
{
    public IReadOnlyList<GamezopGame>? Games { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        try
        {
            Games = await catalogue.ListAsync(cancellationToken);
        }
        catch (GamezopApiException)
        {
            // The page says so; the board beside it works all the same.
        }
    }
}
