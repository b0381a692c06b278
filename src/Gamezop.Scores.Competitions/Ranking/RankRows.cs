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

    public (long Key, long Ticks) PlaceOf(int slot)
    {
        ref readonly Place place = ref _blocks[slot >> BlockBits].Places[slot & (BlockSize - 1)];
        return (place.Key, place.Ticks);
    }

    public string? CountryOf(int slot)
    {
        ushort code = _blocks[slot >> BlockBits].Countries[slot & (BlockSize - 1)];
        return CountryCode.ToText(code);
    }

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

    public void Set(int slot, long key, long ticks, string? country)
    {
        _blocks[slot >> BlockBits].Places[slot & (BlockSize - 1)] = new Place(key, ticks);
        SetCountry(slot, country);
    }

    public void SetCountry(int slot, string? country) => _blocks[slot >> BlockBits].Countries[slot & (BlockSize - 1)] = CountryCode.FromText(country);

    public void Free(int slot)
    {
        _blocks[slot >> BlockBits].Ids[slot & (BlockSize - 1)] = null;
        Set(slot, _free, 0, null);
        _free = slot;
    }

    private readonly record struct Place(long Key, long Ticks);

    private sealed class Block
    {
        private const int FirstSize = 16;

        public string?[] Ids { get; private set; } = new string?[FirstSize];

        public Place[] Places { get; private set; } = new Place[FirstSize];

        public ushort[] Countries { get; private set; } = new ushort[FirstSize];

        // Most rankings are small ones: a country's, yesterday's.
        public void MakeRoom(int at)
        {
            if (at < Ids.Length)
                return;
            int size = Ids.Length * 4;
            (string?[] ids, Place[] places, ushort[] countries) = (Ids, Places, Countries);
            Array.Resize(ref ids, size);
            Array.Resize(ref places, size);
            Array.Resize(ref countries, size);
            (Ids, Places, Countries) = (ids, places, countries);
        }
    }
}
