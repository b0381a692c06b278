namespace Gamezop.Scores.Competitions;

/// <summary>
/// A counted B+ tree over (key, ticks, user id): finds how many entries are before one, and the entry at a position, in a handful of steps whatever the size.
/// Not safe for use by several threads.
/// </summary>
/// <param name="idOf">The user id of a slot; asked only where key and ticks are equal.</param>
internal sealed class RankTree(Func<int, string> idOf)
{
    private RankNode _root = new RankLeaf();

    public int Count { get; private set; }

    public void Add(long key, long ticks, string id, int slot)
    {
        if (Add(_root, key, ticks, id, slot) is { } split)
        {
            var root = new RankBranch();
            root.Insert(0, _root, long.MinValue, long.MinValue, "");
            root.Insert(1, split.Node, split.Key, split.Ticks, split.Id);
            _root = root;
        }

        Count++;
    }

    /// <summary>Removes an entry that is there.</summary>
    public void Remove(long key, long ticks, string id)
    {
        Remove(_root, key, ticks, id);
        Count--;
        while (_root is RankBranch { Count: 1 } branch)
            _root = branch.Children[0];
    }

    /// <summary>How many entries are before (key, ticks, id), whether that one is there or not.</summary>
    public int CountBefore(long key, long ticks, string id)
    {
        int before = 0;
        RankNode node = _root;
        while (node is RankBranch branch)
        {
            int child = ChildOf(branch, key, ticks, id);
            before += branch.SizeBefore(child);
            node = branch.Children[child];
        }

        return before + PositionIn((RankLeaf)node, key, ticks, id);
    }

    /// <summary>How many entries have a smaller key.</summary>
    public int CountBetter(long key) => CountBefore(key, long.MinValue, "");

    /// <summary>Copies the slots of the entries from a position on, as many as there is room for.</summary>
    /// <returns>How many were copied.</returns>
    public int CopySlots(int from, Span<int> slots)
    {
        int copied = 0;
        while (copied < slots.Length && from + copied < Count)
        {
            (RankLeaf leaf, int at) = LeafAt(from + copied);
            int take = Math.Min(leaf.Count - at, slots.Length - copied);
            leaf.Slots.Slice(at, take).CopyTo(slots[copied..]);
            copied += take;
        }

        return copied;
    }

    private (RankLeaf Leaf, int At) LeafAt(int position)
    {
        RankNode node = _root;
        while (node is RankBranch branch)
        {
            int child = 0;
            for (Span<int> sizes = branch.Sizes; position >= sizes[child]; child++)
                position -= sizes[child];
            node = branch.Children[child];
        }

        return ((RankLeaf)node, position);
    }

    private Split? Add(RankNode node, long key, long ticks, string id, int slot)
    {
        if (node is RankLeaf leaf)
            return AddToLeaf(leaf, key, ticks, id, slot);
        var branch = (RankBranch)node;
        int child = ChildOf(branch, key, ticks, id);
        Split? below = Add(branch.Children[child], key, ticks, id, slot);
        branch.Sizes[child]++;
        if (below is not { } split)
            return null;
        branch.Sizes[child] -= split.Node.Size;
        if (branch.Count < RankNode.Capacity)
        {
            branch.Insert(child + 1, split.Node, split.Key, split.Ticks, split.Id);
            return null;
        }

        var right = new RankBranch();
        branch.MoveTo(right, RankNode.Capacity / 2);
        if (child < branch.Count)
            branch.Insert(child + 1, split.Node, split.Key, split.Ticks, split.Id);
        else
            right.Insert(child + 1 - branch.Count, split.Node, split.Key, split.Ticks, split.Id);
        return new Split(right, right.Keys[0], right.Ticks[0], right.Ids[0]);
    }

    private Split? AddToLeaf(RankLeaf leaf, long key, long ticks, string id, int slot)
    {
        int at = PositionIn(leaf, key, ticks, id);
        if (leaf.Count < RankNode.Capacity)
        {
            leaf.Insert(at, key, ticks, slot);
            return null;
        }

        // Loading a board adds at the end: leaves that are left behind full keep the tree small.
        var right = new RankLeaf();
        leaf.MoveTo(right, at == leaf.Count ? RankNode.Capacity : RankNode.Capacity / 2);
        if (at <= leaf.Count && right.Count > 0)
            leaf.Insert(at, key, ticks, slot);
        else
            right.Insert(at - leaf.Count, key, ticks, slot);
        return new Split(right, right.Keys[0], right.Ticks[0], idOf(right.Slots[0]));
    }

    private void Remove(RankNode node, long key, long ticks, string id)
    {
        if (node is RankLeaf leaf)
        {
            leaf.RemoveAt(PositionIn(leaf, key, ticks, id));
            return;
        }

        var branch = (RankBranch)node;
        int child = ChildOf(branch, key, ticks, id);
        Remove(branch.Children[child], key, ticks, id);
        branch.Sizes[child]--;
        if (branch.Children[child].Count < RankNode.Capacity / 4)
            Shrink(branch, child);
    }

    // Joins a child that has become small with a neighbour where there is room, so that a board on which everybody climbs leaves no crumbs behind.
    private static void Shrink(RankBranch branch, int child)
    {
        if (child + 1 < branch.Count && RankNode.ShouldMerge(branch.Children[child], branch.Children[child + 1]))
            Merge(branch, child);
        else if (child > 0 && RankNode.ShouldMerge(branch.Children[child - 1], branch.Children[child]))
            Merge(branch, child - 1);
    }

    private static void Merge(RankBranch branch, int left)
    {
        if (branch.Children[left] is RankLeaf leaf)
            ((RankLeaf)branch.Children[left + 1]).MoveTo(leaf, 0);
        else
            ((RankBranch)branch.Children[left + 1]).MoveTo((RankBranch)branch.Children[left], 0);
        branch.Sizes[left] += branch.Sizes[left + 1];
        branch.RemoveAt(left + 1);
    }

    // The last child whose bound is not after the entry; the first one has none.
    private static int ChildOf(RankBranch branch, long key, long ticks, string id)
    {
        Span<long> keys = branch.Keys[1..branch.Count];
        int low = SpanCounting.CountLess(keys, key);
        int high = low;
        while (high < keys.Length && keys[high] == key)
            high++;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            long bound = branch.Ticks[middle + 1];
            if (bound < ticks || (bound == ticks && Utf8Order.Compare(branch.Ids[middle + 1], id) <= 0))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // How many entries of a leaf are before the given one.
    private int PositionIn(RankLeaf leaf, long key, long ticks, string id)
    {
        Span<long> keys = leaf.Keys[..leaf.Count];
        int low = SpanCounting.CountLess(keys, key);
        int high = low;
        while (high < keys.Length && keys[high] == key)
            high++;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            long bound = leaf.Ticks[middle];
            if (bound < ticks || (bound == ticks && Utf8Order.Compare(idOf(leaf.Slots[middle]), id) < 0))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private readonly record struct Split(RankNode Node, long Key, long Ticks, string Id);
}
