namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>The publisher's code of the variants written by hand.</summary>
public sealed class HandwrittenHandler
{
    private long _finished;

    public ValueTask HandleAsync(HandwrittenScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (score.State == "over" && score.SubId is { Length: > 0 })
            Interlocked.Increment(ref _finished);
        return ValueTask.CompletedTask;
    }
}
