namespace Gamezop.Scores.Sqlite;

/// <summary>
/// Who has what. One process owns the file, so leases are kept in its memory: taking them writes nothing, and a crash frees them all.
/// First deliveries are taken in order of their numbers; <see cref="Watermark"/> is the number up to which all of them are settled.
/// Not for concurrent use: the inbox locks it.
/// </summary>
internal sealed class LeaseBook
{
    private readonly Dictionary<LeaseKey, long> _leases = [];
    private readonly SortedSet<(long Until, LeaseKey Key)> _ends = [];
    private readonly SortedSet<long> _open = [];
    private readonly HashSet<long> _settled = [];

    public LeaseBook(int opening, long last, long watermark, IEnumerable<long> settled)
    {
        Opening = opening;
        Last = last;
        Watermark = Cursor = watermark;
        _settled.UnionWith(settled.Where(number => number > watermark));
    }

    public int Opening { get; }

    /// <summary>The number of the last event that is durable.</summary>
    public long Last { get; set; }

    /// <summary>Up to here first deliveries have been taken.</summary>
    public long Cursor { get; private set; }

    public long Watermark { get; private set; }

    /// <summary>First deliveries that were taken and given back.</summary>
    public SortedSet<long> Returned { get; } = [];

    /// <summary>First deliveries that need not be read from the file.</summary>
    public RecentEvents Recent { get; } = new();

    public int LeasedRetries { get; private set; }

    /// <summary>Retries that were settled since the last lease began: what that one reads may still have them.</summary>
    public HashSet<long> EndedRetries { get; } = [];

    /// <summary>How many first deliveries are not settled.</summary>
    public long Unsettled => Last - Watermark - _settled.Count;

    /// <summary>Nothing before this one is unsettled; it itself may be. Behind one that takes long there can be very many that are settled.</summary>
    public long FirstUnsettled => _open.Count > 0 ? _open.Min : Cursor + 1;

    public bool IsSettled(long number) => number <= Watermark || _settled.Contains(number);

    public bool IsOpen(long number) => _open.Contains(number);

    public bool IsLeased(LeaseKey key) => _leases.ContainsKey(key);

    /// <summary>Frees what was leased until now or earlier.</summary>
    public void Expire(long now)
    {
        while (_ends.Count > 0 && _ends.Min is var first && first.Until <= now)
            Free(first.Key);
    }

    /// <summary>Takes a first delivery or a retry, for the first time or again.</summary>
    public void Lease(LeaseKey key, long until)
    {
        if (!key.IsRetry)
        {
            Returned.Remove(key.Number);
            _open.Add(key.Number);
        }
        if (_leases.Remove(key, out var before))
            _ends.Remove((before, key));
        else if (key.IsRetry)
            LeasedRetries++;
        _leases.Add(key, until);
        _ends.Add((until, key));
    }

    public void Free(LeaseKey key)
    {
        if (Release(key) && !key.IsRetry)
            Returned.Add(key.Number);
    }

    /// <summary>Everything up to here has been taken, or isn't there.</summary>
    public void Pass(long number) => Cursor = Math.Max(Cursor, number);

    /// <summary>What the watermark will be when these are settled too.</summary>
    public long WatermarkAfter(IReadOnlySet<long> numbers)
    {
        foreach (var open in _open)
            if (!numbers.Contains(open))
                return open - 1;
        return Cursor;
    }

    /// <summary>First deliveries are settled, durably.</summary>
    public void Settle(IReadOnlyCollection<long> numbers, long watermark)
    {
        foreach (var number in numbers)
        {
            Release(new LeaseKey(number, false));
            Returned.Remove(number);
            Recent.Take(number);
            _open.Remove(number);
            if (number > watermark)
                _settled.Add(number);
        }
        if (watermark == Watermark)
            return;
        Watermark = watermark;
        if (_settled.Count > 0)
            _settled.RemoveWhere(number => number <= watermark);
    }

    /// <summary>Ends a lease; false when there was none.</summary>
    public bool Release(LeaseKey key)
    {
        if (!_leases.Remove(key, out var until))
            return false;
        _ends.Remove((until, key));
        if (key.IsRetry)
            LeasedRetries--;
        return true;
    }
}
