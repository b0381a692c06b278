using Gamezop.Scores;

namespace Arcade;

/// <summary>The inbox at a glance.</summary>
internal sealed record InboxFigures(long Depth, long OldestSeconds, long DeadLetters, long Quarantined)
{
    public static async Task<InboxFigures> ReadAsync(IScoreInbox inbox, TimeProvider time, CancellationToken cancellationToken)
    {
        var figures = await inbox.GetStatisticsAsync(cancellationToken);
        var oldest = figures.OldestWaiting is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;
        return new InboxFigures(figures.Depth, (long)oldest.TotalSeconds, figures.DeadLetters, figures.Quarantined);
    }
}
