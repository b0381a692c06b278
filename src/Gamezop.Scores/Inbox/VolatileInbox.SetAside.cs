using System.Globalization;

namespace Gamezop.Scores;

/// <summary>Dead letters and quarantine of the inbox in memory.</summary>
internal sealed partial class VolatileInbox : IDeadLetterStore, IQuarantineStore
{
    /// <summary>So many handlers' dead letters are kept at most, the newest: a handler that fails on everything must not fill the memory.</summary>
    private const int MaxDeadLetters = 10_000;

    private readonly SortedDictionary<long, (DeadLetter Letter, Entry? Entry)> _deadLetters = [];
    private readonly SortedDictionary<long, (QuarantinedEvent Event, Entry? Entry)> _quarantined = [];
    private readonly HashSet<string> _unreadable = [];
    private readonly HashSet<(string EventId, string Reason)> _quarantinedKeys = [];

    /// <summary>How many are kept for each reason, under the empty user id, and of each user for it.</summary>
    private readonly Dictionary<(string Reason, string UserId), int> _quarantineCounts = [];

    private long _lastSetAside;

    public ValueTask<bool> AddUnreadableAsync(
        string eventId, DateTimeOffset receivedAt, ReadOnlyMemory<byte> body, string error, string? source, int capacity, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_unreadable.Contains(eventId))
                return ValueTask.FromResult(true);
            if (_unreadable.Count >= capacity)
                return ValueTask.FromResult(false);
            _unreadable.Add(eventId);
            AddDeadLetter(null, new DeadLetter
            {
                Id = Text(++_lastSetAside),
                EventId = eventId,
                UserId = null,
                Handler = null,
                Attempts = 0,
                Error = error,
                ReceivedAt = receivedAt.ToUniversalTime(),
                ParkedAt = time.GetUtcNow(),
                Source = source,
                Body = body,
            });
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(string? after, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<DeadLetter>>(After(_deadLetters, after, max).Select(one => one.Letter).ToList());
    }

    public ValueTask<DeadLetter?> GetDeadLetterAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult<DeadLetter?>(_deadLetters.GetValueOrDefault(Number(id)).Letter);
    }

    public ValueTask<int> ReplayDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ForEach(ids, id =>
    {
        if (!_deadLetters.TryGetValue(id, out var found) || found.Entry is null)
            return false;
        _deadLetters.Remove(id);
        MakeReady(Add(found.Entry, found.Letter.Handler, 1));
        found.Entry.Open--;
        return true;
    });

    public ValueTask<int> DiscardDeadLettersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ForEach(ids, id =>
    {
        if (!_deadLetters.Remove(id, out var found))
            return false;
        _unreadable.Remove(found.Letter.EventId);
        if (found.Entry is { } entry)
        {
            entry.Open--;
            Release(entry);
        }
        return true;
    });

    public ValueTask<long> CountUnreadableAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult((long)_unreadable.Count);
    }

    public ValueTask<bool> HasRoomAsync(string userId, string reason, int capacity, int capacityPerUser, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(HasRoom(userId, reason, capacity, capacityPerUser));
    }

    public ValueTask<QuarantineUsage> GetUsageAsync(int capacityPerUser, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(new QuarantineUsage
            {
                Events = _quarantineCounts.Where(one => one.Key.UserId.Length == 0).ToDictionary(one => one.Key.Reason, one => (long)one.Value),
                FullUsers = _quarantineCounts.Count(one => one.Key.UserId.Length > 0 && one.Value >= capacityPerUser),
            });
    }

    public ValueTask<bool> QuarantineAsync(
        InboxEvent inboxEvent, string reason, string? handler, int capacity, int capacityPerUser, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_quarantinedKeys.Contains((inboxEvent.EventId, reason)))
                return ValueTask.FromResult(true);
            if (!HasRoom(inboxEvent.UserId, reason, capacity, capacityPerUser))
                return ValueTask.FromResult(false);
            _quarantinedKeys.Add((inboxEvent.EventId, reason));
            Count(reason, inboxEvent.UserId, 1);
            // What one handler keeps from itself goes back to that handler alone: it must still be known then.
            var entry = handler is null ? null : _events.GetValueOrDefault(inboxEvent.EventId);
            if (entry is not null)
                entry.Open++;
            _quarantined.Add(++_lastSetAside, (new QuarantinedEvent { Id = Text(_lastSetAside), Reason = reason, Handler = handler, Event = inboxEvent }, entry));
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<IReadOnlyList<QuarantinedEvent>> ListQuarantinedAsync(string? after, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<QuarantinedEvent>>(After(_quarantined, after, max).Select(one => one.Event).ToList());
    }

    public ValueTask<int> ReleaseQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ForEach(ids, id =>
    {
        if (Unquarantine(id) is not { } found)
            return false;
        if (!Append(found.Event.Released()) && found.Handler is not null)
        {
            var entry = _events[found.Event.EventId];
            entry.Event = entry.Event.Released();
            MakeReady(Add(entry, found.Handler, 1));
        }
        return true;
    });

    public ValueTask<int> RejectQuarantinedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        ForEach(ids, id => Unquarantine(id) is not null);

    private static IEnumerable<T> After<T>(SortedDictionary<long, T> all, string? after, int max)
    {
        var position = after is null ? 0 : Number(after);
        return all.Where(one => one.Key > position).Take(max).Select(one => one.Value);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private ValueTask<int> ForEach(IReadOnlyList<string> ids, Func<long, bool> action)
    {
        lock (_lock)
            return ValueTask.FromResult(ids.Count(id => action(Number(id))));
    }

    private void Park(Entry entry, InboxFailure failure)
    {
        entry.Open++;
        AddDeadLetter(entry, new DeadLetter
        {
            Id = Text(++_lastSetAside),
            EventId = entry.Event.EventId,
            UserId = entry.Event.UserId,
            Handler = failure.Handler,
            Attempts = failure.Attempts,
            Error = failure.Error,
            ReceivedAt = entry.Event.ReceivedAt,
            ParkedAt = time.GetUtcNow(),
            Source = entry.Event.Source,
            Body = entry.Event.Body,
        });
        if (_deadLetters.Count - _unreadable.Count <= MaxDeadLetters)
            return;
        var (id, oldest) = _deadLetters.First(one => one.Value.Entry is not null);
        _deadLetters.Remove(id);
        oldest.Entry!.Open--;
        Release(oldest.Entry);
    }

    private void AddDeadLetter(Entry? entry, DeadLetter letter) => _deadLetters.Add(_lastSetAside, (letter, entry));

    private void EraseSetAside(string userId)
    {
        foreach (var id in _deadLetters.Where(one => one.Value.Letter.UserId == userId).Select(one => one.Key).ToList())
            _deadLetters.Remove(id);
        foreach (var id in _quarantined.Where(one => one.Value.Event.Claims(userId)).Select(one => one.Key).ToList())
            Unquarantine(id);
    }

    private bool HasRoom(string userId, string reason, int capacity, int capacityPerUser) =>
        _quarantineCounts.GetValueOrDefault((reason, userId)) < capacityPerUser && _quarantineCounts.GetValueOrDefault((reason, "")) < capacity;

    private void Count(string reason, string userId, int change)
    {
        foreach (var key in new[] { (reason, userId), (reason, "") })
            if ((_quarantineCounts[key] = _quarantineCounts.GetValueOrDefault(key) + change) == 0)
                _quarantineCounts.Remove(key);
    }

    private QuarantinedEvent? Unquarantine(long id)
    {
        if (!_quarantined.Remove(id, out var found))
            return null;
        _quarantinedKeys.Remove((found.Event.Event.EventId, found.Event.Reason));
        Count(found.Event.Reason, found.Event.Event.UserId, -1);
        if (found.Entry is { } entry)
        {
            entry.Open--;
            Release(entry);
        }
        return found.Event;
    }
}
