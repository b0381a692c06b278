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
}
