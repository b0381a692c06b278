using Gamezop.Scores;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Arcade;

[Authorize("Operator")]
internal sealed class OperatorModel(IScoreInbox inbox, IDeadLetters deadLetters, IQuarantine quarantine, TimeProvider time) : PageModel
{
    private const int Shown = 50;

    public InboxFigures Inbox { get; private set; } = null!;

    public IReadOnlyList<DeadLetter> DeadLetters { get; private set; } = [];

    public IReadOnlyList<QuarantinedEvent> Quarantined { get; private set; } = [];

    /// <summary>What the last button did.</summary>
    [TempData]
    public string? Done { get; set; }

    public static string ScoreOf(ReadOnlyMemory<byte> body) =>
        ScoreEvent.TryParse(body.Span, out var score, out _) ? $"{score.Score:N0} in {score.GameCode} ({score.RawState})" : "–";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Inbox = await InboxFigures.ReadAsync(inbox, time, cancellationToken);
        DeadLetters = await deadLetters.ListAsync(max: Shown, cancellationToken: cancellationToken);
        Quarantined = await quarantine.ListAsync(max: Shown, cancellationToken: cancellationToken);
    }

    public async Task<IActionResult> OnGetFiguresAsync(CancellationToken cancellationToken) => new JsonResult(await InboxFigures.ReadAsync(inbox, time, cancellationToken));

    public async Task<IActionResult> OnPostReplayAsync(string id, CancellationToken cancellationToken) =>
        Say(await deadLetters.ReplayAsync(id, cancellationToken), "It is tried again.", "It is gone, or still can't be read.");

    public async Task<IActionResult> OnPostReplayAllAsync(CancellationToken cancellationToken) =>
        Say(true, $"{await deadLetters.ReplayAllAsync(cancellationToken: cancellationToken)} are tried again.", "");

    public async Task<IActionResult> OnPostDiscardAsync(string id, CancellationToken cancellationToken) =>
        Say(await deadLetters.DiscardAsync(id, cancellationToken), "It is discarded.", "It was gone already.");

    public async Task<IActionResult> OnPostReleaseAsync(string id, CancellationToken cancellationToken) =>
        Say(await quarantine.ReleaseAsync(id, cancellationToken), "It counts now.", "It was gone already.");

    public async Task<IActionResult> OnPostRejectAsync(string id, CancellationToken cancellationToken) =>
        Say(await quarantine.RejectAsync(id, cancellationToken), "It is rejected.", "It was gone already.");

    private RedirectToPageResult Say(bool isDone, string done, string otherwise)
    {
        Done = isDone ? done : otherwise;
        return RedirectToPage();
    }
}
