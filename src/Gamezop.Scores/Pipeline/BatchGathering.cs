namespace Gamezop.Scores;

/// <summary>
/// Filters work on one event, a batch handler on many: each event goes through its filters on its own and waits at their inner end until
/// every other one has either arrived there too or ended; then the handler is called once for those that arrived.
/// </summary>
internal sealed class BatchGathering(IReadOnlyList<ScoreContext> batch, Func<IReadOnlyList<ScoreContext>, ValueTask> handle)
{
    private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<ScoreContext> _arrived = new(ReferenceEqualityComparer.Instance);
    private int _awaited = batch.Count;

    /// <summary>What stands at the inner end of the filters.</summary>
    public async ValueTask ArriveAsync(ScoreContext context, CancellationToken cancellationToken)
    {
        bool last;
        lock (_arrived)
            last = _arrived.Add(context) && --_awaited == 0;
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

    /// <summary>Runs all events through <paramref name="filtered"/>, or straight to the handler where there are no filters.</summary>
    /// <returns>For each event what was thrown, or null.</returns>
    public async ValueTask<Exception?[]> RunAsync(ScoreDelegate? filtered, CancellationToken cancellationToken)
    {
        if (filtered is not null)
            return await Task.WhenAll(batch.Select(context => OneAsync(context, filtered, cancellationToken)));

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

    private async Task<Exception?> OneAsync(ScoreContext context, ScoreDelegate filtered, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await filtered(context, cancellationToken);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        // A filter that ended without passing the event on is no longer waited for.
        bool last;
        lock (_arrived)
            last = !_arrived.Contains(context) && --_awaited == 0;
        if (last)
            await HandleAsync();
        return failure;
    }

    private async ValueTask HandleAsync()
    {
        try
        {
            ScoreContext[] present;
            lock (_arrived)
                present = [.. batch.Where(_arrived.Contains)];
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
