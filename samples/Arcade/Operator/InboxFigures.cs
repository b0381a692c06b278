using Gamezop.Scores.Storage;

namespace Arcade;

/// <summary>The inbox at a glance.</summary>
internal sealed record InboxFigures(long Depth, long OldestSeconds, long DeadLetters, long Quarantined)
{
    public static async Task<InboxFigures> ReadAsync(IEventLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var figures = await log.GetStatisticsAsync(cancellationToken);
        var oldest = figures.OldestWaiting is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;
        return new InboxFigures(figures.Waiting, (long)oldest.TotalSeconds, figures.DeadLetters, figures.Quarantined);
    }
}
