using System.Globalization;

namespace Gamezop.Scores;

/// <summary>
/// The events of one user that wait for one handler, in order of arrival: here, and behind those the ones that were put off and are in the inbox again.
/// At most one run works on a user.
/// </summary>
internal sealed class LaneUser(string id)
{
    private Queue<LaneItem>? _items;
    private Queue<LaneItem>? _again;
    private Queue<UInt128>? _putOff;

    public string Id => id;

    public bool IsEmpty => Count == 0;

    public int Count => (_items?.Count ?? 0) + (_again?.Count ?? 0);

    /// <summary>It is in a run, or its turn will come.</summary>
    public bool IsScheduled { get; set; }

    public int PutOffCount => _putOff?.Count ?? 0;

    /// <summary>The time stamp from which on the first of what was put off is waited for.</summary>
    public long PutOffSince { get; private set; }

    public bool NextIsAlone => Next.Peek().IsAlone;

    private Queue<LaneItem> Next => _again is { Count: > 0 } ? _again : _items!;

    public void Add(LaneItem item) => (_items ??= new()).Enqueue(item);

    /// <summary>Puts back what was in a batch that failed, before all that came after it.</summary>
    public void Again(LaneItem item)
    {
        item.IsAlone = true;
        (_again ??= new()).Enqueue(item);
    }

    public LaneItem Take() => Next.Dequeue();

    /// <summary>Whether something was put off that comes before this event, which has had no attempt yet.</summary>
    public bool IsBehindPutOff(InboxDelivery delivery) => PutOffCount > 0 && delivery.Attempt == 1 && _putOff!.Peek() != Number(delivery);

    /// <summary>The event is in the lane now; if it was put off, it no longer is.</summary>
    /// <returns>Whether it was.</returns>
    public bool TakeBack(InboxDelivery delivery, long now)
    {
        if (PutOffCount == 0 || _putOff!.Peek() != Number(delivery))
            return false;
        _putOff.Dequeue();
        PutOffSince = now;
        return true;
    }

    /// <summary>Remembers an event that was put off, as the last. A retry behind others is remembered already, or was never in this order.</summary>
    /// <returns>How many more are remembered now.</returns>
    public int PutOff(InboxDelivery delivery, bool mayRememberMore, long now)
    {
        if (PutOffCount == 0 || _putOff!.Peek() == Number(delivery))
            PutOffSince = now;
        if (!mayRememberMore || (PutOffCount > 0 && delivery.Handler is not null))
            return 0;
        (_putOff ??= new()).Enqueue(Number(delivery));
        return 1;
    }

    /// <summary>Remembers what was let go of unhandled, before what was put off earlier.</summary>
    /// <returns>How many more are remembered now.</returns>
    public int PutOffFirst(IEnumerable<InboxDelivery> deliveries, long now)
    {
        var before = PutOffCount;
        _putOff = new Queue<UInt128>(deliveries.Where(delivery => delivery.Attempt == 1).Select(Number).Concat(_putOff ?? []));
        PutOffSince = now;
        return PutOffCount - before;
    }

    /// <summary>Waits for nothing any more that was put off.</summary>
    /// <returns>How many were remembered.</returns>
    public int ForgetPutOff()
    {
        var count = PutOffCount;
        _putOff = null;
        return count;
    }

    /// <summary>An event's id in the least memory.</summary>
    private static UInt128 Number(InboxDelivery delivery) => UInt128.Parse(delivery.Event.EventId, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
