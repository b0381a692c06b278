namespace Gamezop.Scores.Competitions;

/// <summary>What still waits in the inbox for the competitions: first deliveries and retries; dead letters do not.</summary>
/// <param name="inbox">The inbox.</param>
/// <param name="intake">What is on its way into it.</param>
/// <param name="handler">The name under which the pipeline keeps the competitions' completion.</param>
internal sealed class InboxBacklog(IScoreInbox inbox, IScoreIntake intake, string handler) : IScoreBacklog
{
    public async ValueTask<DateTimeOffset?> GetOldestWaitingAsync(CancellationToken cancellationToken)
    {
        // In this order: what is kept in between is seen twice, and not missed.
        var underWay = intake.GetOldestUnderWay();
        var waiting = await inbox.GetOldestWaitingAsync(handler, cancellationToken);
        return underWay < waiting || waiting is null ? underWay : waiting;
    }
}
