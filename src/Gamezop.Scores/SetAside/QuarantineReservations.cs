using System.Diagnostics.CodeAnalysis;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores;

/// <summary>
/// Gives each event that is dated ahead a place in the quarantine before it is answered: from then on it may come there, however long its handler takes,
/// and must find room. What this node has on the way is counted here, what is there already by the store. Where no handler keeps such events from itself
/// there is nothing to reserve.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim owns no unmanaged resource unless AvailableWaitHandle is used.")]
internal sealed class QuarantineReservations(
    IQuarantineStore store, ScoreInboxOptions options, TimeProvider time, StoreTime storeTime) : IQuarantineStore
{
    /// <summary>An append of which nobody knows whether it has happened may happen for as long.</summary>
    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _moving = new(1);
    private readonly Dictionary<string, (string UserId, DateTimeOffset ReceivedAt)> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ofUsers = new(StringComparer.Ordinal);

    /// <summary>How many places were given back so far.</summary>
    private long _ended;

    /// <summary>When an event was last refused that the events on the way left no room for.</summary>
    private long? _refusedAt;

    private volatile bool _isNeeded = true;

    /// <summary>How many events are on the way, where one was refused for their sake within the last minute; else 0.</summary>
    public int OnTheWayWhenRefused
    {
        get
        {
            lock (_lock)
                return _refusedAt is { } at && time.GetElapsedTime(at) < ShownFor ? _places.Count : 0;
        }
    }

    /// <summary>Takes a place for an event that is about to be appended.</summary>
    /// <returns>False when there is none, and the event has not come before.</returns>
    public async ValueTask<bool> TryReserveAsync(string eventId, string userId)
    {
        if (options.MaxQuarantined == 0 || !_isNeeded)
            return true;
        lock (_lock)
            if (_places.ContainsKey(eventId))
                return true;
        if (await TryAddAsync(eventId, userId))
            return true;
        // An event that is just going from here to the store may have been counted in both: once more while none is.
        using var patience = new CancellationTokenSource(options.AppendTimeout, time);
        try
        {
            await _moving.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new ScoreInboxException(ScoreInboxProblem.Slow, "The quarantine is too slow.", exception);
        }

        try
        {
            return await TryAddAsync(eventId, userId);
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <summary>The event was appended, or had been before.</summary>
    public void Appended(string eventId, DateTimeOffset receivedAt)
    {
        lock (_lock)
            if (_places.TryGetValue(eventId, out var place))
                _places[eventId] = (place.UserId, receivedAt);
    }

    /// <summary>Gives the places of events back that no consumer has put there, and none can any more.</summary>
    /// <param name="log">The log.</param>
    /// <param name="consumers">The consumers that may put some there (<see cref="ConsumerGroup.QuarantiningConsumers"/>).</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask SweepAsync(IEventLog log, IReadOnlyCollection<string> consumers, CancellationToken cancellationToken)
    {
        _isNeeded = consumers.Count > 0;
        lock (_lock)
            if (_places.Count == 0)
                return;
        var horizon = DateTimeOffset.MaxValue;
        foreach (var consumer in consumers)
            if (await log.GetHorizonAsync(consumer, cancellationToken) is var own && own < horizon)
                horizon = own;
        lock (_lock)
            foreach (var eventId in _places.Where(place => place.Value.ReceivedAt < horizon).Select(place => place.Key).ToList())
                End_NeedsLock(eventId);
    }

    public async ValueTask<bool> QuarantineAsync(
        StoredEvent storedEvent, string reason, string? handler, int capacity, int capacityPerUser, CancellationToken cancellationToken)
    {
        if (reason != QuarantineReasons.Future)
            return await store.QuarantineAsync(storedEvent, reason, handler, capacity, capacityPerUser, cancellationToken);
        await _moving.WaitAsync(cancellationToken);
        try
        {
            var isKept = await store.QuarantineAsync(storedEvent, reason, handler, capacity, capacityPerUser, cancellationToken);
            lock (_lock)
                End_NeedsLock(storedEvent.EventId);
            return isKept;
        }
        finally
        {
            _moving.Release();
        }
    }

    public ValueTask<QuarantineCount> CountAsync(string eventId, string userId, string reason, CancellationToken cancellationToken) =>
        store.CountAsync(eventId, userId, reason, cancellationToken);

    public ValueTask<QuarantineUsage> GetUsageAsync(int capacityPerUser, CancellationToken cancellationToken) =>
        store.GetUsageAsync(capacityPerUser, cancellationToken);

    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListQuarantinedAsync(string? after, int max, CancellationToken cancellationToken) =>
        store.ListQuarantinedAsync(after, max, cancellationToken);

    public ValueTask<QuarantinedEvent?> GetQuarantinedAsync(string id, CancellationToken cancellationToken) => store.GetQuarantinedAsync(id, cancellationToken);

    public ValueTask<int> ReleaseQuarantinedAsync(IReadOnlyList<QuarantineRelease> releases, CancellationToken cancellationToken) =>
        store.ReleaseQuarantinedAsync(releases, cancellationToken);

    public ValueTask<int> RejectQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        store.RejectQuarantinedAsync(ids, cancellationToken);

    private async ValueTask<bool> TryAddAsync(string eventId, string userId)
    {
        long ended;
        lock (_lock)
            ended = _ended;
        var count = await store.CountAsync(eventId, userId, QuarantineReasons.Future, CancellationToken.None);
        if (count.IsKnown)
            return true;
        lock (_lock)
        {
            // What has gone to the store since it counted is in neither figure.
            var between = _ended - ended;
            if (count.OfReason + _places.Count + between >= options.MaxQuarantined
                || count.OfUser + _ofUsers.GetValueOrDefault(userId) + between >= options.MaxQuarantinedPerUser)
            {
                if (count.OfReason < options.MaxQuarantined && count.OfUser < options.MaxQuarantinedPerUser)
                    _refusedAt = time.GetTimestamp();
                return false;
            }
            if (_places.TryAdd(eventId, (userId, storeTime.Now + Unknown)))
                _ofUsers[userId] = _ofUsers.GetValueOrDefault(userId) + 1;
            return true;
        }
    }

    private void End_NeedsLock(string eventId)
    {
        if (!_places.Remove(eventId, out var place))
            return;
        _ended++;
        if (--_ofUsers[place.UserId] is var left && left == 0)
            _ofUsers.Remove(place.UserId);
    }
}
