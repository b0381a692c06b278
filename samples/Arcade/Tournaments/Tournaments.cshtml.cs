using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

internal sealed class TournamentsModel(ITournaments tournaments) : PageModel
{
    private const int Shown = 30;

    private static readonly (TournamentStatus Status, string Title)[] Titles =
    [
        (TournamentStatus.Live, "Live"),
        (TournamentStatus.Settling, "Being settled"),
        (TournamentStatus.Upcoming, "Coming"),
        (TournamentStatus.Finished, "Finished"),
        (TournamentStatus.Cancelled, "Called off"),
    ];

    /// <summary>Those there are of each status.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<TournamentInfo> Tournaments)> Groups { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var listed = (await tournaments.ListAsync(limit: Shown, cancellationToken: cancellationToken)).ToLookup(tournament => tournament.Status);
        Groups = [.. Titles.Where(title => listed.Contains(title.Status)).Select(title => (title.Title, Order(title.Status, listed[title.Status])))];
    }

    /// <summary>What happens next comes first; of what is over, the latest.</summary>
    private static IReadOnlyList<TournamentInfo> Order(TournamentStatus status, IEnumerable<TournamentInfo> tournaments) => status switch
    {
        TournamentStatus.Live => [.. tournaments.OrderBy(tournament => tournament.EndsAt)],
        TournamentStatus.Upcoming => [.. tournaments.OrderBy(tournament => tournament.StartsAt)],
        _ => [.. tournaments.OrderByDescending(tournament => tournament.EndsAt)],
    };
}
