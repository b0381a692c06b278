namespace Gamezop.Scores.Competitions;

/// <summary>A node of a <see cref="RankTree"/>.</summary>
internal abstract class RankNode
{
    public const int Capacity = 64;

    /// <summary>Entries in a leaf, children in a branch.</summary>
    public int Count { get; set; }

    /// <summary>Entries below.</summary>
    public abstract int Size { get; }

    /// <summary>Whether two siblings are so empty that one of them will do.</summary>
    public static bool ShouldMerge(RankNode one, RankNode other) =>
        Math.Min(one.Count, other.Count) < Capacity / 4 && one.Count + other.Count <= Capacity * 3 / 4;

    /// <summary>Makes room for one more of the first so many items.</summary>
    protected static ref T Open<T>(Span<T> items, int at, int count)
    {
        items[at..count].CopyTo(items[(at + 1)..]);
        return ref items[at];
    }

    /// <summary>Fills the room of one that goes.</summary>
    protected static void Close<T>(Span<T> items, int at, int count) => items[(at + 1)..count].CopyTo(items[at..]);
}
