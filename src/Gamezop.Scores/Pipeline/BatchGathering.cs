namespace Gamezop.Scores;

/// <summary>
/// Filters work on one event, a batch handler on many: each event goes through its filters on its own and waits at their inner end; the
/// handler is called for those that have
/// arrived there, once every other one has arrived too or ended. One that takes its time, because it waits for a lock that another one
/// holds, is not waited for: it is in the next call.
/// </summary>
internal sealed class BatchGathering(IReadOnlyList<ScoreContext> batch, Func<IReadOnlyList<ScoreContext>, ValueTask> handle)
{
    /// <summary>How long after the last arrival those that have arrived wait for the others, by a real clock.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly AsyncSignal _signal = new();
    private readonly Place[] _places = [.. batch.Select(_ => new Place())];
    private List<int> _arrived = [];
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
    public async ValueTask<Exception?[]> RunFilteredAsync(Func<ScoreDelegate, ScoreDelegate> around, CancellationToken cancellationToken)
    {
        var users = Enumerable.Range(0, batch.Count).GroupBy(index => batch[index].UserId)
            .Select(user => RunUserAsync([.. user], around, cancellationToken)).ToList();
        await HandleArrivedAsync();
        await Task.WhenAll(users);
        return [.. _places.Select(place => place.Failure)];
    }

    /// <summary>
    /// A user's events begin in order, each one when the one before has arrived or ended: so they arrive in order, whatever a filter waits
    /// for.
    /// </summary>
    private async Task RunUserAsync(int[] indices, Func<ScoreDelegate, ScoreDelegate> around, CancellationToken cancellationToken)
    {
        var events = new List<Task>(indices.Length);
        foreach (var index in indices)
        {
            events.Add(RunEventAsync(index, around((context, token) => ArriveAsync(index, context, token)), cancellationToken));
            await _places[index].ArrivedOrEnded.Task;
        }

        await Task.WhenAll(events);
    }

    private async Task RunEventAsync(int index, ScoreDelegate filtered, CancellationToken cancellationToken)
    {
        var place = _places[index];
        try
        {
            await filtered(batch[index], cancellationToken);
        }
        catch (Exception exception)
        {
            place.Failure = exception;
        }

        // A filter that ended without passing the event on is no longer waited for.
        Pass(place, null, index);
    }

    private async ValueTask ArriveAsync(int index, ScoreContext context, CancellationToken cancellationToken)
    {
        var place = _places[index];
        Pass(place, context, index);
        try
        {
            await place.Handled.Task.WaitAsync(cancellationToken);
        }
        catch (ScoreDeferredException deferred) when (!deferred.Concerns(context))
        {
            // Others have to wait; this one is handled.
        }
    }

    private void Pass(Place place, ScoreContext? context, int index)
    {
        lock (_lock)
        {
            if (place.IsPassed)
                return;
            place.IsPassed = true;
            place.Context = context;
            _awaited--;
            if (context is not null)
                _arrived.Add(index);
        }

        place.ArrivedOrEnded.SetResult();
        _signal.Set();
    }

    private async Task HandleArrivedAsync()
    {
        while (true)
        {
            List<int> group;
            lock (_lock)
            {
                if (_awaited == 0 && _arrived.Count == 0)
                    return;
                group = _awaited == 0 ? TakeArrived_NeedsLock() : [];
            }

            if (group.Count == 0)
            {
                bool anyArrived;
                lock (_lock)
                    anyArrived = _arrived.Count > 0;
                if (await _signal.WaitAsync(anyArrived ? GatherTime : Timeout.InfiniteTimeSpan, CancellationToken.None))
                    continue;
                lock (_lock)
                    group = TakeArrived_NeedsLock();
            }

            await HandleAsync(group);
        }
    }

    private List<int> TakeArrived_NeedsLock()
    {
        var group = _arrived;
        _arrived = [];
        group.Sort();
        return group;
    }

    private async Task HandleAsync(List<int> group)
    {
        try
        {
            await handle(group.ConvertAll(index => _places[index].Context!));
            group.ForEach(index => _places[index].Handled.SetResult());
        }
        catch (Exception exception)
        {
            // Each event's way through its filters ends with this exception.
            group.ForEach(index => _places[index].Handled.SetException(exception));
        }
    }

    private sealed class Place
    {
        public TaskCompletionSource ArrivedOrEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Handled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsPassed { get; set; }

        /// <summary>What has come out of the filters in the event's place: a filter may pass on another context than it was given.</summary>
        public ScoreContext? Context { get; set; }

        public Exception? Failure { get; set; }
    }
}
