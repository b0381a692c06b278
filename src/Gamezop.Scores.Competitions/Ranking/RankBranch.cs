using System.Runtime.CompilerServices;

namespace Gamezop.Scores.Competitions;

/// <summary>Children in order, each with its size and a bound that none of its entries is below.</summary>
internal sealed class RankBranch : RankNode
{
    private Longs _keys;
    private Longs _ticks;
    private Strings _ids;
    private Ints _sizes;
    private Nodes _children;

    public override int Size => SizeBefore(Count);

    public Span<long> Keys => _keys;

    public Span<long> Ticks => _ticks;

    /// <summary>The bounds' user ids: texts and not slots, because a slot may come to mean another user while the bound stays.</summary>
    public Span<string> Ids => _ids;

    public Span<int> Sizes => _sizes;

    public Span<RankNode> Children => _children;

    public int SizeBefore(int child) => SpanCounting.Sum(Sizes[..child]);

    public void Insert(int at, RankNode child, long key, long ticks, string id)
    {
        Open(Keys, at, Count) = key;
        Open(Ticks, at, Count) = ticks;
        Open(Ids, at, Count) = id;
        Open(Sizes, at, Count) = child.Size;
        Open(Children, at, Count) = child;
        Count++;
    }

    public void RemoveAt(int at)
    {
        Close(Keys, at, Count);
        Close(Ticks, at, Count);
        Close(Ids, at, Count);
        Close(Sizes, at, Count);
        Close(Children, at, Count);
        Count--;
        Ids[Count] = null!;
        Children[Count] = null!;
    }

    /// <summary>Moves the children from a position on to the end of another branch.</summary>
    public void MoveTo(RankBranch other, int from)
    {
        Keys[from..Count].CopyTo(other.Keys[other.Count..]);
        Ticks[from..Count].CopyTo(other.Ticks[other.Count..]);
        Ids[from..Count].CopyTo(other.Ids[other.Count..]);
        Sizes[from..Count].CopyTo(other.Sizes[other.Count..]);
        Children[from..Count].CopyTo(other.Children[other.Count..]);
        other.Count += Count - from;
        Ids[from..Count].Clear();
        Children[from..Count].Clear();
        Count = from;
    }

    [InlineArray(Capacity)]
    private struct Longs
    {
        private long _first;
    }

    [InlineArray(Capacity)]
    private struct Ints
    {
        private int _first;
    }

    [InlineArray(Capacity)]
    private struct Strings
    {
        private string _first;
    }

    [InlineArray(Capacity)]
    private struct Nodes
    {
        private RankNode _first;
    }
}
