using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Competitions;

/// <summary>What still waits in the event log for the competitions. Dead letters and quarantine do not wait.</summary>
/// <param name="log">The event log.</param>
/// <param name="handler">The name that the log knows the competitions by.</param>
internal sealed class InboxBacklog(IEventLog log, string handler) : IScoreBacklog
{
    public ValueTask<DateTimeOffset> GetHorizonAsync(CancellationToken cancellationToken) => log.GetHorizonAsync(handler, cancellationToken);
}
