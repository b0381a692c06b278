using System.Globalization;

namespace Gamezop.Scores.Storage;

/// <summary>The dead letters and quarantined events of a log in memory. Not for concurrent use: the log locks it.</summary>
internal sealed class MemorySetAside
{
    /// <summary>The oldest dead letter goes when there are more: memory is bounded.</summary>
    private const int MaxDeadLetters = 10_000;

    private readonly SortedDictionary<long, (DeadLetter Letter, MemoryEntry? Entry)> _deadLetters = [];
    private readonly SortedDictionary<long, (QuarantinedEvent Event, MemoryEntry? Entry)> _quarantined = [];
    private readonly Dictionary<(string EventId, string Reason), List<QuarantinedEvent>> _quarantinedByKey = [];
    private readonly HashSet<string> _unreadable = [];

    /// <summary>
    /// How many events are in quarantine for each reason, under the empty user id, and of each user for it. One that several handlers keep counts once.
    /// </summary>
    private readonly Dictionary<(string Reason, string UserId), int> _counts = [];

    private long _last;

    public int DeadLetterCount => _deadLetters.Count;

    public int UnreadableCount => _unreadable.Count;

    public int QuarantinedCount => _counts.Where(one => one.Key.UserId.Length == 0).Sum(one => one.Value);

    public Dictionary<string, int> CountDeadLettersByHandler() =>
        _deadLetters.Values.Where(one => one.Letter.Handler is not null).GroupBy(one => one.Letter.Handler!)
            .ToDictionary(group => group.Key, group => group.Count());

    public void Park(MemoryEntry entry, string handler, int attempts, string error, DateTimeOffset now)
    {
        entry.Pins++;
        var kept = entry.Event;
        Add(entry, new DeadLetter
        {
            Id = Text(++_last),
            EventId = kept.EventId,
            UserId = kept.UserId,
            Handler = handler,
            Attempts = attempts,
            Error = error,
            ReceivedAt = kept.ReceivedAt,
            ParkedAt = now,
            Source = kept.Source,
            Body = kept.Body,
        });
        if (_deadLetters.Count - _unreadable.Count > MaxDeadLetters)
            RemoveLetter(_deadLetters.First(one => one.Value.Entry is not null).Key);
    }

    public bool AddUnreadable(string eventId, ReadOnlyMemory<byte> body, string error, string? source, int capacity, DateTimeOffset now)
    {
        if (_unreadable.Contains(eventId))
            return true;
        if (_unreadable.Count >= capacity)
            return false;
        _unreadable.Add(eventId);
        Add(null, new DeadLetter
        {
            Id = Text(++_last),
            EventId = eventId,
            UserId = null,
            Handler = null,
            Attempts = 0,
            Error = error,
            ReceivedAt = now,
            ParkedAt = now,
            Source = source,
            Body = body,
        });
        return true;
    }

    public IReadOnlyList<DeadLetter> ListLetters(string? after, int max) => [.. After(_deadLetters, after, max).Select(one => one.Letter)];

    public DeadLetter? GetLetter(string id) => _deadLetters.GetValueOrDefault(Number(id)).Letter;

    /// <summary>Removes a handler's dead letter, and returns its event; null where there is none.</summary>
    public (MemoryEntry Entry, string Handler, long Number)? TakeLetter(string id) =>
        _deadLetters.TryGetValue(Number(id), out var found) && found.Entry is { } entry && RemoveLetter(Number(id))
            ? (entry, found.Letter.Handler!, Number(id))
            : null;

    public bool Discard(string id) => RemoveLetter(Number(id));

    /// <summary>Removes a handler's dead letters and quarantined events, or gives them to another handler.</summary>
    public void MoveFrom(string handler, string? newHandler, DateTimeOffset now)
    {
        foreach (var (id, (letter, entry)) in _deadLetters.Where(one => one.Value.Letter.Handler == handler).ToList())
        {
            var has = _deadLetters.Values.Any(one => one.Letter.Handler == newHandler && one.Letter.EventId == letter.EventId);
            RemoveLetter(id);
            if (newHandler is not null && !has)
                Park(entry!, newHandler, letter.Attempts, letter.Error, now);
        }

        foreach (var (id, (quarantined, entry)) in _quarantined.Where(one => one.Value.Event.Handler == handler).ToList())
        {
            Unquarantine(Text(id));
            // What the heir has there already stays as it is.
            if (newHandler is not null && WithHandler(quarantined, newHandler) is var moved && !IsQuarantined(moved))
                Add(id, moved, entry);
        }
    }

    public bool Quarantine(StoredEvent storedEvent, string reason, string? handler, int capacity, int capacityPerUser, MemoryEntry? entry)
    {
        var added = new QuarantinedEvent { Id = Text(_last + 1), Reason = reason, Handler = handler, Event = storedEvent };
        if (IsQuarantined(added))
            return true;
        // An event that another handler keeps from itself has its place already.
        if (!_quarantinedByKey.ContainsKey(Key(added)) && !HasRoom(storedEvent.UserId, reason, capacity, capacityPerUser))
            return false;
        Add(++_last, added, entry);
        return true;
    }

    public QuarantineCount CountQuarantined(string eventId, string userId, string reason, bool isLogged) => new()
    {
        IsKnown = isLogged || _quarantinedByKey.ContainsKey((eventId, reason)),
        OfReason = _counts.GetValueOrDefault((reason, "")),
        OfUser = _counts.GetValueOrDefault((reason, userId)),
    };

    private bool HasRoom(string userId, string reason, int capacity, int capacityPerUser) =>
        _counts.GetValueOrDefault((reason, userId)) < capacityPerUser && _counts.GetValueOrDefault((reason, "")) < capacity;

    public QuarantineUsage GetUsage(int capacityPerUser) => new()
    {
        Events = _counts.Where(one => one.Key.UserId.Length == 0).ToDictionary(one => one.Key.Reason, one => (long)one.Value),
        FullUsers = _counts.Count(one => one.Key.UserId.Length > 0 && one.Value >= capacityPerUser),
    };

    public IReadOnlyList<QuarantinedEvent> ListQuarantined(string? after, int max) => [.. After(_quarantined, after, max).Select(one => one.Event)];

    public QuarantinedEvent? GetQuarantined(string id) => _quarantined.GetValueOrDefault(Number(id)).Event;

    public QuarantinedEvent? Unquarantine(string id)
    {
        if (!_quarantined.Remove(Number(id), out var found))
            return null;
        var removed = found.Event;
        var same = _quarantinedByKey[Key(removed)];
        same.RemoveAll(one => one.Id == removed.Id);
        if (same.Count == 0)
            _quarantinedByKey.Remove(Key(removed));
        Count(same, removed, -1);
        if (found.Entry is { } entry)
            entry.Pins--;
        return removed;
    }

    public void EraseUser(string userId)
    {
        foreach (var id in _deadLetters.Where(one => one.Value.Letter.UserId == userId).Select(one => one.Key).ToList())
            RemoveLetter(id);
        foreach (var id in _quarantined
            .Where(one => one.Value.Event.Claims(userId) || one.Value.Entry?.Event.UserId == userId).Select(one => one.Key).ToList())
            Unquarantine(Text(id));
    }

    /// <summary>An id's number, which no other dead letter or quarantined event ever has.</summary>
    public static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static IEnumerable<T> After<T>(SortedDictionary<long, T> all, string? after, int max)
    {
        var position = after is null ? 0 : Number(after);
        return all.Where(one => one.Key > position).Take(max).Select(one => one.Value);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static QuarantinedEvent WithHandler(QuarantinedEvent one, string handler) =>
        new() { Id = one.Id, Reason = one.Reason, Evidence = one.Evidence, Handler = handler, Event = one.Event };

    private static (string EventId, string Reason) Key(QuarantinedEvent one) => (one.Event.EventId, one.Reason);

    private bool IsQuarantined(QuarantinedEvent one) =>
        _quarantinedByKey.TryGetValue(Key(one), out var same) && same.Exists(other => other.Handler == one.Handler);

    private void Add(long number, QuarantinedEvent added, MemoryEntry? entry)
    {
        if (!_quarantinedByKey.TryGetValue(Key(added), out var same))
            _quarantinedByKey.Add(Key(added), same = []);
        Count(same, added, 1);
        same.Add(added);
        // What one handler keeps from itself goes back to that handler alone: it must still be known then.
        if (entry is not null)
            entry.Pins++;
        _quarantined.Add(number, (added, entry));
    }

    /// <param name="others">What else is kept of the same event for the same reason.</param>
    /// <param name="one">What comes or goes.</param>
    /// <param name="change">1 or -1.</param>
    private void Count(List<QuarantinedEvent> others, QuarantinedEvent one, int change)
    {
        if (others.Count == 0)
            Count((one.Reason, ""), change);
        if (!others.Exists(other => other.Event.UserId == one.Event.UserId))
            Count((one.Reason, one.Event.UserId), change);
    }

    private void Count((string Reason, string UserId) key, int change)
    {
        if ((_counts[key] = _counts.GetValueOrDefault(key) + change) == 0)
            _counts.Remove(key);
    }

    private bool RemoveLetter(long id)
    {
        if (!_deadLetters.Remove(id, out var found))
            return false;
        _unreadable.Remove(found.Letter.EventId);
        if (found.Entry is { } entry)
            entry.Pins--;
        return true;
    }

    private void Add(MemoryEntry? entry, DeadLetter letter) => _deadLetters.Add(_last, (letter, entry));
}
