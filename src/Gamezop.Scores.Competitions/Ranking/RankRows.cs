namespace Gamezop.Scores.Competitions;

/// <summary>The users of a ranking by slot. Kept in blocks, so that growing neither copies nor doubles.</summary>
internal sealed class RankRows
{
    private const int BlockBits = 12;
    private const int BlockSize = 1 << BlockBits;

    private readonly List<Block> _blocks = [];
    private int _next;
    private int _free = -1;

    public string IdOf(int slot) => _blocks[slot >> BlockBits].Ids[slot & (BlockSize - 1)]!;

    public ref RankPlace PlaceOf(int slot) => ref _blocks[slot >> BlockBits].Places[slot & (BlockSize - 1)];

    public int Add(string userId)
    {
        int slot = _free;
        if (slot >= 0)
        {
            // A free slot holds the next free one.
            _free = (int)PlaceOf(slot).Key;
        }
        else
        {
            slot = _next++;
            if (slot >> BlockBits == _blocks.Count)
                _blocks.Add(new Block());
            _blocks[slot >> BlockBits].MakeRoom(slot & (BlockSize - 1));
        }

        _blocks[slot >> BlockBits].Ids[slot & (BlockSize - 1)] = userId;
        return slot;
    }

    public void Free(int slot)
    {
        _blocks[slot >> BlockBits].Ids[slot & (BlockSize - 1)] = null;
        PlaceOf(slot) = new RankPlace(_free, 0, 0);
        _free = slot;
    }

    private sealed class Block
    {
        private const int FirstSize = 16;

        public string?[] Ids { get; private set; } = new string?[FirstSize];

        public RankPlace[] Places { get; private set; } = new RankPlace[FirstSize];

        // Most rankings are small ones: a country's, yesterday's.
        public void MakeRoom(int at)
        {
            if (at < Ids.Length)
                return;
            int size = Ids.Length * 4;
            (string?[] ids, RankPlace[] places) = (Ids, Places);
            Array.Resize(ref ids, size);
            Array.Resize(ref places, size);
            (Ids, Places) = (ids, places);
        }
    }
}
