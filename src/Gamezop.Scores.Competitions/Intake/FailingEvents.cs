namespace Gamezop.Scores.Competitions;

/// <summary>The events that could not be counted and still wait. Whether others can be counted says nothing of them.</summary>
internal sealed class FailingEvents(OngoingFailures failures)
{
    /// <summary>What fails while there are any.</summary>
    public const string Counting = "Scores cannot be counted, and wait";

    private const int MostKept = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _received = new(StringComparer.Ordinal);

    // When the last one was received of those for which there was no room.
    private DateTimeOffset? _others;
    private volatile bool _isAny;

    public bool IsAny => _isAny;

    /// <summary>Events could not be counted.</summary>
    public void Failed(IReadOnlyList<ScoreContext> events, Exception failure)
    {
        lock (_lock)
        {
            foreach (var context in events)
                if (_received.Count < MostKept || _received.ContainsKey(context.EventId))
                    _received[context.EventId] = context.ReceivedAt;
                else if (!(_others >= context.ReceivedAt))
                    _others = context.ReceivedAt;
            _isAny = true;
            failures.Failed(Counting, failure, isSevere: true);
        }
    }

    /// <summary>Events have been counted.</summary>
    public void Succeeded(IEnumerable<ScoreContext> events)
    {
        // Called with every batch.
        if (!_isAny)
            return;
        lock (_lock)
        {
            foreach (var context in events)
                _received.Remove(context.EventId);
            EndIfNone();
        }
    }

    /// <summary>No event that was received before an instant waits any more: it was counted elsewhere, given up, or removed.</summary>
    public void Passed(DateTimeOffset horizon)
    {
        lock (_lock)
        {
            foreach (var (eventId, receivedAt) in _received)
                if (receivedAt < horizon)
                    _received.Remove(eventId);
            if (_others < horizon)
                _others = null;
            EndIfNone();
        }
    }

    private void EndIfNone()
    {
        if (!_isAny || _received.Count > 0 || _others is not null)
            return;
        _isAny = false;
        failures.Succeeded(Counting);
    }
}
