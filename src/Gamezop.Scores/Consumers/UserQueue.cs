namespace Gamezop.Scores;

/// <summary>
/// The events of one user that wait for one handler, in order of position: a retry comes before what arrived later. At most one call works on a user.
/// </summary>
internal sealed class UserQueue(string id)
{
    private Queue<ConsumerItem> _items = new();
    private ConsumerItem? _last;

    public string Id => id;

    public int Count => _items.Count;

    /// <summary>Whether it is in a call, or its turn will come.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>A retry is handed over by itself: its event may be the one that fails its batch.</summary>
    public bool NextIsAlone => _items.Peek().Attempts > 0;

    public void Add(ConsumerItem item)
    {
        if (_items.Count > 0 && _last!.Position > item.Position)
        {
            _items = new Queue<ConsumerItem>(_items.Append(item).OrderBy(one => one.Position));
            return;
        }
        _last = item;
        _items.Enqueue(item);
    }

    public ConsumerItem Take() => _items.Dequeue();

    /// <summary>Forgets the events of partitions that are ending.</summary>
    public void DropEnding()
    {
        if (_items.Any(item => item.Progress.IsEnding))
            _items = new Queue<ConsumerItem>(_items.Where(item => !item.Progress.IsEnding));
    }
}
