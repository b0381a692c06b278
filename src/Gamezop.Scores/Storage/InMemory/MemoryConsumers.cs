namespace Gamezop.Scores.Storage;

/// <summary>The nodes and consumers of a log in memory, whose leases go by the time that has passed. Not for concurrent use: the log locks it.</summary>
internal sealed class MemoryConsumers(MemoryPartition[] partitions)
{
    private const int MaxAudits = 1_000;

    /// <summary>A consumer that no node has for less than this is being restarted.</summary>
    private static readonly TimeSpan RestartTime = TimeSpan.FromMinutes(1);

    private readonly SortedDictionary<string, MemoryConsumer> _consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (TimeSpan Until, string[] Consumers)> _nodes = [];
    private readonly List<ConsumerAudit> _audits = [];

    public IReadOnlyCollection<MemoryConsumer> All => _consumers.Values;

    public MemoryConsumer? Find(string name) => _consumers.GetValueOrDefault(name);

    public bool IsLive(string name, TimeSpan now) => _nodes.Values.Any(node => node.Until > now && node.Consumers.Contains(name));

    public LogCluster Renew(string node, IReadOnlyList<ConsumerRegistration> registrations, TimeSpan now, TimeSpan duration)
    {
        _nodes[node] = (now + duration, [.. registrations.Select(one => one.Name)]);
        foreach (var gone in _nodes.Where(one => one.Value.Until <= now).Select(one => one.Key).ToList())
            _nodes.Remove(gone);
        foreach (var registration in registrations.Where(one => !_consumers.ContainsKey(one.Name)))
        {
            // One of that name may have been dropped: none of its leases may hold for this one.
            var consumer = new MemoryConsumer(registration.Name, partitions.Length, now.Ticks);
            if (registration.StartFrom == StartFrom.End)
                for (var i = 0; i < partitions.Length; i++)
                    consumer.Places[i].Number = partitions[i].Last;
            _consumers.Add(registration.Name, consumer);
            SetReplayed(consumer);
        }
        foreach (var consumer in _consumers.Values)
        {
            if (!IsLive(consumer.Name, now))
            {
                consumer.MissingSince ??= now;
                continue;
            }
            if (now - consumer.MissingSince >= RestartTime)
                SetReplayed(consumer);
            consumer.MissingSince = null;
        }

        var states = new List<ConsumerPartition>();
        foreach (var consumer in registrations.Select(one => _consumers[one.Name]))
            for (var i = 0; i < partitions.Length; i++)
            {
                var place = consumer.Places[i];
                if (place.Owner == node)
                    place.Until = now + duration;
                var owner = place.Until > now ? place.Owner : null;
                states.Add(new ConsumerPartition
                {
                    Consumer = consumer.Name,
                    Partition = i,
                    Owner = owner,
                    Epoch = place.Epoch,
                    Position = new LogPosition(0, place.Number),
                });
            }

        return new LogCluster { Nodes = [.. _nodes.Select(one => new LogNode { Id = one.Key, Consumers = one.Value.Consumers })], Partitions = states };
    }

    public IReadOnlyList<ConsumerLease> Acquire(string node, string name, IReadOnlyList<int> wanted, TimeSpan now, TimeSpan duration)
    {
        var consumer = _consumers[name];
        var leases = new List<ConsumerLease>();
        foreach (var partition in wanted)
        {
            var place = consumer.Places[partition];
            if (place.Owner is not null && place.Owner != node && place.Until > now)
                continue;
            (place.Owner, place.Until) = (node, now + duration);
            leases.Add(new ConsumerLease { Consumer = name, Partition = partition, Epoch = ++place.Epoch, Position = new LogPosition(0, place.Number) });
        }

        return leases;
    }

    public void Release(IReadOnlyList<ConsumerLease> leases)
    {
        foreach (var lease in leases)
            if (Find(lease.Consumer) is { } consumer && consumer.Places[lease.Partition] is { } place && place.Epoch == lease.Epoch)
                place.Owner = null;
    }

    public void Leave(string node)
    {
        _nodes.Remove(node);
        foreach (var place in _consumers.Values.SelectMany(consumer => consumer.Places).Where(place => place.Owner == node))
            place.Owner = null;
    }

    public ConsumerChange Drop(string name, string? newName, AuditInfo audit, DateTimeOffset at, TimeSpan now)
    {
        if (!_consumers.TryGetValue(name, out var consumer))
            return ConsumerChange.NotFound;
        if (name == newName)
            return ConsumerChange.Done;
        if (IsLive(name, now))
            return ConsumerChange.InUse;
        _consumers.Remove(name);
        if (newName is not null)
        {
            if (!_consumers.TryGetValue(newName, out var heir))
            {
                _consumers.Add(newName, heir = new MemoryConsumer(newName, partitions.Length, 0));
                foreach (var place in heir.Places)
                    place.Number = long.MaxValue;
            }
            heir.TakeOver(consumer);
            SetReplayed(heir);
        }
        _audits.Insert(0, new ConsumerAudit { At = at, Name = name, NewName = newName, Actor = audit.Actor, Reason = audit.Reason });
        if (_audits.Count > MaxAudits)
            _audits.RemoveAt(MaxAudits);
        return ConsumerChange.Done;
    }

    public IReadOnlyList<ConsumerAudit> ListAudit(int max) => [.. _audits.Take(max)];

    /// <summary>What is in the log now does not count as the consumer's backlog.</summary>
    private void SetReplayed(MemoryConsumer consumer)
    {
        for (var i = 0; i < partitions.Length; i++)
            consumer.Places[i].ReplayedTo = partitions[i].Last;
    }
}
