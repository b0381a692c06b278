namespace Gamezop.Scores;

/// <summary>
/// Filters work on one event, a batch handler on many: each event goes through its filters on its own and waits at their inner end until
/// every other one has either arrived there too or ended; then the handler is called once for those that arrived.
/// </summary>
internal sealed class BatchGathering(IReadOnlyList<ScoreContext> batch, Func<IReadOnlyList<ScoreContext>, ValueTask> handle)
{
    private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();

    /// <summary>What has come out of the filters in the place of each event: a filter may pass on another context than it was given.</summary>
    private readonly ScoreContext?[] _arrived = new ScoreContext?[batch.Count];

    private int _awaited = batch.Count;

    /// <summary>Hands all events straight to the handler.</summary>
    /// <returns>For each event what was thrown, or null.</returns>
    public async ValueTask<Exception?[]> RunAsync()
    {
        var failures = new Exception?[batch.Count];
        try
        {
            await handle(batch);
        }
        catch (Exception exception)
        {
            for (var i = 0; i < failures.Length; i++)
                if (exception is not ScoreDeferredException deferred || deferred.Concerns(batch[i]))
                    failures[i] = exception;
        }

        return failures;
    }

    /// <summary>Runs all events through their filters.</summary>
    /// <param name="around">Puts the filters around the inner end of one event's way.</param>
    /// <param name="cancellationToken">What the filters are given.</param>
    /// <returns>For each event what was thrown, or null.</returns>
    public async ValueTask<Exception?[]> RunFilteredAsync(Func<ScoreDelegate, ScoreDelegate> around, CancellationToken cancellationToken) =>
        await Task.WhenAll(batch.Select((_, index) => OneAsync(index, around((context, token) => ArriveAsync(index, context, token)), cancellationToken)));

    private async ValueTask ArriveAsync(int index, ScoreContext context, CancellationToken cancellationToken)
    {
        bool last;
        lock (_lock)
        {
            last = _arrived[index] is null && --_awaited == 0;
            _arrived[index] ??= context;
        }
        if (last)
            await HandleAsync();
        try
        {
            await _handled.Task.WaitAsync(cancellationToken);
        }
        catch (ScoreDeferredException deferred) when (!deferred.Concerns(context))
        {
            // Others have to wait; this one is handled.
        }
    }

    private async Task<Exception?> OneAsync(int index, ScoreDelegate filtered, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await filtered(batch[index], cancellationToken);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        // A filter that ended without passing the event on is no longer waited for.
        bool last;
        lock (_lock)
            last = _arrived[index] is null && --_awaited == 0;
        if (last)
            await HandleAsync();
        return failure;
    }

    private async ValueTask HandleAsync()
    {
        try
        {
            ScoreContext[] present;
            lock (_lock)
                present = [.. _arrived.OfType<ScoreContext>()];
            if (present.Length > 0)
                await handle(present);
            _handled.SetResult();
        }
        catch (Exception exception)
        {
            // Each event's way through its filters ends with this exception.
            _handled.SetException(exception);
        }
    }
}
