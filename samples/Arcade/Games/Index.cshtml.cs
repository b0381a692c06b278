using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

internal sealed class IndexModel(GameCatalogue catalogue, ITournaments tournaments) : PageModel
{
    public IReadOnlyList<GamezopGame>? Games { get; private set; }

    /// <summary>The tournament that ends next, if one is live.</summary>
    public TournamentInfo? Cup { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (tournaments.IsReady)
            Cup = (await tournaments.ListAsync(TournamentStatus.Live, cancellationToken: cancellationToken)).MinBy(live => live.EndsAt);
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
