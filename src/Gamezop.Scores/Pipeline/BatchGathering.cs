namespace Gamezop.Scores;

/// <summary>
/// Filters work on one event, a batch handler on many: each event goes through its filters on its own and waits at their inner end; the
/// handler is called for those that have arrived there, once every other one has arrived too or ended. One that takes its time, because it
/// waits for a lock that another one holds, is not waited for: it is in the next call. So is one that a filter passes on once more.
/// </summary>
internal sealed class BatchGathering(IReadOnlyList<ScoreContext> batch, Func<IReadOnlyList<ScoreContext>, ValueTask> handle)
{
    /// <summary>How long after the last arrival those that have arrived wait for the others, by a real clock.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly AsyncSignal _signal = new();
    private readonly Place[] _places = [.. batch.Select(_ => new Place())];

    /// <summary>The events of each user that has not begun.</summary>
    private readonly Queue<int[]> _users = new();
    private List<Arrival> _arrived = [];
    private long _arrivedAt;

    /// <summary>How many events have filters at work: they neither wait for the handler nor have ended.</summary>
    private int _outside = batch.Count;
    private int _ended;
    private bool _isStarterDue;

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
        foreach (var user in Enumerable.Range(0, batch.Count).GroupBy(index => batch[index].UserId))
            _users.Enqueue([.. user]);
        AddStarter();
        while (Next(out var group, out var wait))
        {
            if (group is not null)
                await HandleAsync(group, cancellationToken);
            else if (!await _signal.WaitAsync(wait, CancellationToken.None))
                AddStarter();
        }

        return [.. _places.Select(place => place.Failure)];

        // A filter may block its thread. Then another thread begins the users that are left; only one more at a time, so that threads are left for the handler.
        void AddStarter()
        {
            lock (_lock)
            {
                if (_isStarterDue || _users.Count == 0)
                    return;
                _isStarterDue = true;
            }

            _ = Task.Run(() => BeginUsers(around, cancellationToken), CancellationToken.None);
        }
    }

    private void BeginUsers(Func<ScoreDelegate, ScoreDelegate> around, CancellationToken cancellationToken)
    {
        while (true)
        {
            int[]? user;
            lock (_lock)
            {
                _isStarterDue = false;
                if (!_users.TryDequeue(out user))
                    return;
            }

            _ = RunUserAsync(user, around, cancellationToken);
        }
    }

    /// <summary>
    /// A user's events begin in order, each one when the one before has arrived or ended: so they arrive in order, whatever a filter waits
    /// for.
    /// </summary>
    private async Task RunUserAsync(int[] indices, Func<ScoreDelegate, ScoreDelegate> around, CancellationToken cancellationToken)
    {
        foreach (var index in indices)
        {
            _ = RunEventAsync(index, around, cancellationToken);
            await _places[index].ArrivedOrEnded.Task;
        }
    }

    private async Task RunEventAsync(int index, Func<ScoreDelegate, ScoreDelegate> around, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await around((context, token) => ArriveAsync(index, context, token))(batch[index], cancellationToken);
        }
        catch (Exception exception)
        {
            _places[index].Failure = exception;
        }

        // A filter that ended without passing the event on is no longer waited for.
        End(_places[index]);
    }

    private async ValueTask ArriveAsync(int index, ScoreContext context, CancellationToken cancellationToken)
    {
        var arrival = new Arrival(index, context);
        Add(arrival);
        try
        {
            await arrival.Handled.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Withdraw(arrival);
            throw;
        }
        catch (ScoreDeferredException deferred) when (!deferred.Concerns(context))
        {
            // Others have to wait; this one is handled.
        }
    }

    private void Add(Arrival arrival)
    {
        var place = _places[arrival.Index];
        bool isNews;
        lock (_lock)
        {
            if (place.HasEnded)
                throw new InvalidOperationException("A filter called next after it had ended: await what next returns.");
            if (place.Inside++ == 0)
                _outside--;
            _arrived.Add(arrival);
            _arrivedAt = TimeProvider.System.GetTimestamp();
            isNews = _outside == 0 || _arrived.Count == 1;
        }

        place.ArrivedOrEnded.TrySetResult();
        if (isNews)
            _signal.Set();
    }

    /// <summary>A filter waits no longer: the handler does not get the event if it has not got it already.</summary>
    private void Withdraw(Arrival arrival)
    {
        lock (_lock)
        {
            if (_arrived.Remove(arrival))
                Leave_NeedsLock(arrival);
        }
    }

    private void End(Place place)
    {
        bool isLast;
        lock (_lock)
        {
            place.HasEnded = true;
            _ended++;
            if (place.Inside == 0)
                _outside--;
            isLast = _outside == 0;
        }

        place.ArrivedOrEnded.TrySetResult();
        if (isLast)
            _signal.Set();
    }

    /// <summary>What comes next: a call of the handler, or a wait.</summary>
    /// <returns>False when all events have ended.</returns>
    private bool Next(out List<Arrival>? group, out TimeSpan wait)
    {
        lock (_lock)
        {
            group = null;
            wait = _users.Count > 0 ? GatherTime : Timeout.InfiniteTimeSpan;
            if (_arrived.Count == 0)
                return _ended < batch.Count;
            // In whole milliseconds, as timers count.
            wait = TimeSpan.FromMilliseconds(Math.Ceiling((GatherTime - TimeProvider.System.GetElapsedTime(_arrivedAt)).TotalMilliseconds));
            if (_outside > 0 && wait > TimeSpan.Zero)
                return true;
            group = _arrived;
            _arrived = [];
        }

        group.Sort((one, other) => one.Index.CompareTo(other.Index));
        return true;
    }

    private async Task HandleAsync(List<Arrival> group, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await handle(group.ConvertAll(arrival => arrival.Context));
        }
        catch (Exception exception)
        {
            // Each event's way through its filters ends with this exception, or goes on from it.
            failure = exception;
        }

        lock (_lock)
            group.ForEach(Leave_NeedsLock);
        foreach (var arrival in group)
        {
            if (failure is null)
                arrival.Handled.SetResult();
            else
                arrival.Handled.SetException(failure);
        }
    }

    private void Leave_NeedsLock(Arrival arrival)
    {
        var place = _places[arrival.Index];
        if (--place.Inside == 0 && !place.HasEnded)
            _outside++;
    }

    private sealed class Place
    {
        public TaskCompletionSource ArrivedOrEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How many times the event waits for the handler at this moment.</summary>
        public int Inside { get; set; }

        public bool HasEnded { get; set; }

        public Exception? Failure { get; set; }
    }

    /// <summary>What has come out of the filters in an event's place: a filter may pass on another context than it was given.</summary>
    private sealed record Arrival(int Index, ScoreContext Context)
    {
        public TaskCompletionSource Handled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
