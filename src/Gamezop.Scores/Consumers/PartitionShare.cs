namespace Gamezop.Scores;

/// <summary>Which partitions of one consumer a node should hold: all nodes that have the consumer get the same number, give or take one.</summary>
internal static class PartitionShare
{
    /// <summary>Compares what a node holds with its share.</summary>
    /// <param name="node">The node.</param>
    /// <param name="nodes">The live nodes that have the consumer, this one included.</param>
    /// <param name="owners">The owner of each partition; null where it is free.</param>
    /// <returns>The free partitions that the node should take now, and those that it should give back.</returns>
    public static (IReadOnlyList<int> Take, IReadOnlyList<int> Give) Plan(string node, IReadOnlyCollection<string> nodes, IReadOnlyList<string?> owners)
    {
        var place = nodes.Count(other => string.CompareOrdinal(other, node) < 0);
        var share = (owners.Count / nodes.Count) + (place < owners.Count % nodes.Count ? 1 : 0);
        var held = Enumerable.Range(0, owners.Count).Where(partition => owners[partition] == node).ToList();
        if (held.Count > share)
            return ([], held[share..]);
        // Nodes that start together begin at different partitions, so that they seldom try for the same ones.
        var first = place * owners.Count / nodes.Count;
        var free = Enumerable.Range(0, owners.Count).Select(i => (first + i) % owners.Count).Where(partition => owners[partition] is null);
        return ([.. free.Take(share - held.Count)], []);
    }
}
