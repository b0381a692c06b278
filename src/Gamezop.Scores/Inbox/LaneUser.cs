namespace Gamezop.Scores;

/// <summary>The events of one user that wait for one handler, in order of arrival. At most one run works on a user.</summary>
internal sealed class LaneUser(string id)
{
    private readonly Queue<LaneItem> _items = new();
    private Queue<LaneItem>? _again;

    public string Id => id;

    public bool IsEmpty => _items.Count == 0 && _again is not { Count: > 0 };

    public bool NextIsAlone => (_again is { Count: > 0 } again ? again : _items).Peek().IsAlone;

    public void Add(LaneItem item) => _items.Enqueue(item);

    /// <summary>Puts back what was in a batch that failed, before all that came after it.</summary>
    public void Again(LaneItem item)
    {
        item.IsAlone = true;
        (_again ??= new()).Enqueue(item);
    }

    public LaneItem Take() => (_again is { Count: > 0 } again ? again : _items).Dequeue();
}
