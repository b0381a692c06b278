namespace Gamezop.Scores.Competitions;

/// <summary>What has been received and not been ranked yet. Windows do not close while an event that was in time still waits.</summary>
internal interface IScoreBacklog
{
    /// <summary>When the oldest event arrived that still waits for the competitions, retries included; null when nothing waits.</summary>
    ValueTask<DateTimeOffset?> GetOldestWaitingAsync(CancellationToken cancellationToken);
}
