using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

internal sealed class OneTournamentModel(ITournaments tournaments, PlayerStore players) : PageModel
{
    public TournamentInfo Tournament { get; private set; } = null!;

    /// <summary>Whether the player takes part: where one has to join, who has joined.</summary>
    public bool IsIn { get; private set; }

    public bool CanJoin => !IsIn && Tournament.Status is TournamentStatus.Upcoming or TournamentStatus.Live;

    public IReadOnlyList<TournamentWinner> Winners { get; private set; } = [];

    /// <summary>The winners' names, by id.</summary>
    public IReadOnlyDictionary<string, PlayerProfile> Names { get; private set; } = new Dictionary<string, PlayerProfile>();

    /// <summary>What the last button did.</summary>
    [TempData]
    public string? Done { get; set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            Tournament = await tournaments.GetAsync(id, cancellationToken);
        }
        catch (TournamentNotFoundException)
        {
            return NotFound();
        }

        IsIn = !Tournament.Definition.JoinRequired || (User.PlayerId() is { } player && await HasJoinedAsync(player, cancellationToken));
        Winners = await tournaments.GetWinnersAsync(Tournament.Id, cancellationToken: cancellationToken);
        Names = await players.FindAsync([.. Winners.Select(winner => winner.Entry.UserId)], cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostJoinAsync(string id, CancellationToken cancellationToken)
    {
        if (User.PlayerId() is not { } player)
            return Challenge();
        try
        {
            Done = Say(await tournaments.JoinAsync(id, player, cancellationToken));
            return RedirectToPage(new { id });
        }
        catch (TournamentNotFoundException)
        {
            return NotFound();
        }
    }

    private static string Say(TournamentJoin join) => join.Outcome switch
    {
        TournamentJoinOutcome.Joined => "You are in. What you play from now on counts.",
        TournamentJoinOutcome.Full => "Every place is taken.",
        TournamentJoinOutcome.Closed => "It is over.",
        TournamentJoinOutcome.Undecided => "It is not decided yet. Try again in a moment.",
        _ => join.Reason ?? "You may not take part.",
    };

    private async Task<bool> HasJoinedAsync(string player, CancellationToken cancellationToken) =>
        await tournaments.GetParticipationAsync(Tournament.Id, player, cancellationToken) is { JoinedAt: not null };
}
