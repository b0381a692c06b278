namespace Gamezop.Scores.Competitions;

/// <summary>What still waits in the inbox for the competitions: first deliveries and retries; dead letters do not.</summary>
/// <param name="inbox">The inbox.</param>
/// <param name="handler">The name under which the pipeline keeps the competitions' completion.</param>
internal sealed class InboxBacklog(IScoreInbox inbox, string handler) : IScoreBacklog
{
    public ValueTask<DateTimeOffset?> GetOldestWaitingAsync(CancellationToken cancellationToken) => inbox.GetOldestWaitingAsync(handler, cancellationToken);
}
