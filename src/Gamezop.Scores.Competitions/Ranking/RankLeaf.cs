using System.Runtime.CompilerServices;

namespace Gamezop.Scores.Competitions;

/// <summary>Entries in order. The fields lie in arrays of their own, inside the object: a search reads few cache lines.</summary>
internal sealed class RankLeaf : RankNode
{
    private Longs _keys;
    private Longs _ticks;
    private Ints _slots;

    public override int Size => Count;

    public Span<long> Keys => _keys;

    public Span<long> Ticks => _ticks;

    public Span<int> Slots => _slots;

    public void Insert(int at, long key, long ticks, int slot)
    {
        Open(Keys, at, Count) = key;
        Open(Ticks, at, Count) = ticks;
        Open(Slots, at, Count) = slot;
        Count++;
    }

    public void RemoveAt(int at)
    {
        Close(Keys, at, Count);
        Close(Ticks, at, Count);
        Close(Slots, at, Count);
        Count--;
    }

    /// <summary>Moves the entries from a position on to the end of another leaf.</summary>
    public void MoveTo(RankLeaf other, int from)
    {
        Keys[from..Count].CopyTo(other.Keys[other.Count..]);
        Ticks[from..Count].CopyTo(other.Ticks[other.Count..]);
        Slots[from..Count].CopyTo(other.Slots[other.Count..]);
        other.Count += Count - from;
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
}
