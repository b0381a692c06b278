namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>The publisher's handler of the SDK's variants.</summary>
internal sealed class CountingHandler : IScoreHandler
{
    private static long _finished;

    public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken)
    {
        if (context.Event.State is GameState.Over && context.UserId.Length > 0)
            Interlocked.Increment(ref _finished);
        return ValueTask.CompletedTask;
    }
}
