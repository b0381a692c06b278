using Gamezop.Scores;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

[Authorize("Operator")]
internal sealed class OperatorModel(IEventLog log, IDeadLetters deadLetters, IQuarantine quarantine, ITournaments tournaments, TimeProvider time) : PageModel
{
    private const int Shown = 50;
    private const int ActionsShown = 5;

    public InboxFigures Inbox { get; private set; } = null!;

    public IReadOnlyList<DeadLetter> DeadLetters { get; private set; } = [];

    public IReadOnlyList<QuarantinedEvent> Quarantined { get; private set; } = [];

    public IReadOnlyList<TournamentInfo> Live { get; private set; } = [];

    /// <summary>What operators did to tournaments, the latest first.</summary>
    public IReadOnlyList<TournamentAction> Actions { get; private set; } = [];

    /// <summary>What the last button did.</summary>
    [TempData]
    public string? Done { get; set; }

    public static string ScoreOf(ReadOnlyMemory<byte> body) =>
        ScoreEvent.TryParse(body.Span, out var score, out _) ? $"{score.Score:N0} in {score.GameCode} ({score.RawState})" : "–";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Inbox = await InboxFigures.ReadAsync(log, time, cancellationToken);
        DeadLetters = await deadLetters.ListAsync(max: Shown, cancellationToken: cancellationToken);
        Quarantined = await quarantine.ListAsync(max: Shown, cancellationToken: cancellationToken);
        Live = await tournaments.ListAsync(TournamentStatus.Live, cancellationToken: cancellationToken);
        Actions = await tournaments.GetActionsAsync(max: ActionsShown, cancellationToken: cancellationToken);
    }

    public async Task<IActionResult> OnGetFiguresAsync(CancellationToken cancellationToken) => new JsonResult(await InboxFigures.ReadAsync(log, time, cancellationToken));

    public async Task<IActionResult> OnPostReplayAsync(string id, CancellationToken cancellationToken) =>
        Say(await deadLetters.ReplayAsync(id, cancellationToken), "It is tried again.", "It is gone, or still can't be read.");

    public async Task<IActionResult> OnPostReplayAllAsync(CancellationToken cancellationToken) =>
        Say(true, $"{await deadLetters.ReplayAllAsync(cancellationToken: cancellationToken)} are tried again.", "");

    public async Task<IActionResult> OnPostDiscardAsync(string id, CancellationToken cancellationToken) =>
        Say(await deadLetters.DiscardAsync(id, cancellationToken), "It is discarded.", "It was gone already.");

    public async Task<IActionResult> OnPostReleaseAsync(string? id, CancellationToken cancellationToken)
    {
        try
        {
            return Say(await quarantine.ReleaseAsync(id ?? "", cancellationToken), "It counts now.", "It was gone already.");
        }
        catch (QuarantineRefusedException exception)
        {
            return Say(false, "", exception.Message);
        }
    }

    public async Task<IActionResult> OnPostRejectAsync(string? id, CancellationToken cancellationToken) =>
        Say(await quarantine.RejectAsync(id ?? "", cancellationToken), "It is rejected.", "It was gone already.");

    public async Task<IActionResult> OnPostEndTournamentAsync(string id, string? reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return Say(false, "", "Say why.");
        try
        {
            await tournaments.EndNowAsync(id, User.PlayerId()!, reason, cancellationToken);
            return Say(true, "It is over. The prizes go out when the last scores have come in.", "");
        }
        catch (Exception exception) when (exception is TournamentRefusedException or TournamentNotFoundException)
        {
            return Say(false, "", exception.Message);
        }
    }

    private RedirectToPageResult Say(bool isDone, string done, string otherwise)
    {
        Done = isDone ? done : otherwise;
        return RedirectToPage();
    }
}
