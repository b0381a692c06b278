namespace Gamezop.Scores;

/// <summary>What waits to be handed to one handler: a queue for each user, and the users in turn. Not for concurrent use: the calls lock it.</summary>
internal sealed class CallQueue(bool isBatch, int batchSize)
{
    private readonly Dictionary<string, UserQueue> _users = [];
    private readonly Queue<UserQueue> _ready = new();
    private readonly Queue<HandlerBatch> _parts = new();

    /// <summary>How many batches can be taken at least.</summary>
    public int Count => _ready.Count + _parts.Count;

    public void Add(ConsumerItem item)
    {
        if (!_users.TryGetValue(item.Stored.UserId, out var user))
            _users.Add(item.Stored.UserId, user = new UserQueue(item.Stored.UserId));
        user.Add(item);
        Schedule(user);
    }

    /// <summary>Takes what is to be handed over next; null when nothing waits. Its users wait until it is put back.</summary>
    public HandlerBatch? Take() => _parts.TryDequeue(out var batch) ? batch : TakeNew();

    /// <summary>Takes a batch back: what is left of it comes next, else its users have their turn again.</summary>
    public void PutBack(HandlerBatch batch)
    {
        if (batch.Parts.Count > 0)
        {
            _parts.Enqueue(batch);
            return;
        }
        foreach (var user in batch.Users)
        {
            user.IsScheduled = false;
            if (user.Count > 0)
                Schedule(user);
            else
                _users.Remove(user.Id);
        }
    }

    /// <summary>Forgets what waits of partitions that are ending.</summary>
    public void DropEnding()
    {
        foreach (var user in _users.Values)
            user.DropEnding();
    }

    private void Schedule(UserQueue user)
    {
        if (user.IsScheduled)
            return;
        user.IsScheduled = true;
        _ready.Enqueue(user);
    }

    private HandlerBatch? TakeNew()
    {
        if (_ready.Count == 0)
            return null;
        var items = new List<ConsumerItem>(1);
        var users = new List<UserQueue>(1);
        do
        {
            var user = _ready.Dequeue();
            users.Add(user);
            if (user.Count > 0 && (!isBatch || user.NextIsAlone))
            {
                items.Add(user.Take());
                break;
            }
            while (items.Count < batchSize && user.Count > 0 && !user.NextIsAlone)
                items.Add(user.Take());
        }
        while (items.Count < batchSize && _ready.TryPeek(out var next) && (next.Count == 0 || !next.NextIsAlone));
        var batch = new HandlerBatch(users);
        batch.Parts.Push(items);
        return batch;
    }
}
