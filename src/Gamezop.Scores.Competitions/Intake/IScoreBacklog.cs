namespace Gamezop.Scores.Competitions;

/// <summary>What has been received and not been ranked yet. Windows do not close while an event that was in time still waits.</summary>
internal interface IScoreBacklog
{
    /// <summary>No event that was received before this can still come to the competitions: none is being kept, none waits, retries included.</summary>
    ValueTask<DateTimeOffset> GetHorizonAsync(CancellationToken cancellationToken);
}
