using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>
/// The consumers, as they are in the file, with their leases, and the nodes of this process. Owners are kept in memory alone: one process owns the
/// file, and its end frees all leases. Not for concurrent use: the log locks it.
/// </summary>
internal sealed class ConsumerTable
{
    private readonly SortedDictionary<string, Entry> _consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Until, IReadOnlyList<string> Consumers)> _nodes = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Entry> All => _consumers.Values;

    public Entry? Find(string name) => _consumers.GetValueOrDefault(name);

    public bool IsLive(string name, long now) => _nodes.Values.Any(node => node.Until > now && node.Consumers.Contains(name, StringComparer.Ordinal));

    /// <summary>Whether a node that renews its leases for these consumers changes nothing in the file.</summary>
    public bool IsSettled(string node, IReadOnlyList<string> consumers, long now) =>
        consumers.All(name => Find(name) is { MissingSince: null } && IsLive(name, now)) && !Missed(node, consumers, now).Any();

    /// <summary>The consumers that neither the node that has these nor another one has, and that are not marked yet.</summary>
    public IEnumerable<Entry> Missed(string node, IReadOnlyList<string> consumers, long now)
    {
        var others = _nodes.Where(one => one.Key != node && one.Value.Until > now).SelectMany(one => one.Value.Consumers);
        var found = others.Concat(consumers).ToHashSet(StringComparer.Ordinal);
        return All.Where(one => one.MissingSince is null && !found.Contains(one.Name));
    }

    /// <summary>Takes over what is in the file. A lease whose epoch is no longer there has ended.</summary>
    public void Load(IReadOnlyCollection<Entry> rows)
    {
        var before = new Dictionary<string, Entry>(_consumers, StringComparer.Ordinal);
        _consumers.Clear();
        foreach (var row in rows)
        {
            if (before.TryGetValue(row.Name, out var old) && old.Epoch == row.Epoch)
                (row.Owner, row.Until) = (old.Owner, old.Until);
            _consumers.Add(row.Name, row);
        }
    }

    /// <summary>Registers a node, prolongs its leases, and says who has what. All of its consumers are known.</summary>
    public LogCluster Renew(string node, IReadOnlyList<string> consumers, long now, long until)
    {
        _nodes[node] = (until, consumers);
        foreach (var gone in _nodes.Where(one => one.Value.Until <= now).Select(one => one.Key).ToList())
            _nodes.Remove(gone);
        foreach (var owned in _consumers.Values.Where(consumer => consumer.Owner == node))
            owned.Until = until;
        return new LogCluster
        {
            Nodes = [.. _nodes.Select(one => new LogNode { Id = one.Key, Consumers = one.Value.Consumers })],
            Partitions = [.. consumers.Select(Find).OfType<Entry>().Select(consumer => new ConsumerPartition
            {
                Consumer = consumer.Name,
                Partition = 0,
                Owner = consumer.Until > now ? consumer.Owner : null,
                Epoch = consumer.Epoch,
                Position = new LogPosition(0, consumer.Position),
            })],
        };
    }

    public void Leave(string node)
    {
        _nodes.Remove(node);
        foreach (var owned in _consumers.Values.Where(consumer => consumer.Owner == node))
            owned.Owner = null;
    }

    /// <summary>A consumer.</summary>
    internal sealed class Entry(string name, long position, long epoch)
    {
        public string Name { get; } = name;

        /// <summary>The number of the last event that it has passed.</summary>
        public long Position { get; private set; } = position;

        /// <summary>The epoch of its last lease.</summary>
        public long Epoch { get; } = epoch;

        /// <summary>Up to this number events do not count as its backlog.</summary>
        public required long ReplayedTo { get; init; }

        /// <summary>The store's time since when no node has it, as nodes that renewed their leases found; null while one has it.</summary>
        public required long? MissingSince { get; init; }

        /// <summary>The node that leased it; null for none.</summary>
        public string? Owner { get; set; }

        public long Until { get; set; }

        /// <summary>The consumer has passed the events up to a number, durably.</summary>
        public void Pass(long number) => Position = Math.Max(Position, number);

        public bool IsFreeFor(string node, long now) => Owner is null || Owner == node || Until <= now;
    }
}
