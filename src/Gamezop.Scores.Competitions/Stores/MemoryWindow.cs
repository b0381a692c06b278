namespace Gamezop.Scores.Competitions;

/// <summary>One window of a <see cref="MemoryBoard"/>, under its lock.</summary>
internal sealed class MemoryWindow(StoredWindow info)
{
    private static readonly Comparer<PlayerKey> ListingOrder = Comparer<PlayerKey>.Create(static (a, b) =>
        string.CompareOrdinal(a.Partition, b.Partition) is not 0 and var order ? order : string.CompareOrdinal(a.UserId, b.UserId));

    private Dictionary<string, Dictionary<string, MemoryPlayer>> _partitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryFrozen> _frozen = new(StringComparer.Ordinal);
    private List<PlayerKey>? _listing;

    public StoredWindow Info { get; private set; } = info;

    public StoredPlayer Read(PlayerRead read)
    {
        if (Find(read.Player) is not { } player)
            return new StoredPlayer(read.Player, 0, null, default, []);
        IEnumerable<PlayRow> plays = read.Plays is null
            ? player.Plays.Select(play => new PlayRow(play.Key, play.Value))
            : read.Plays.Where(player.Plays.ContainsKey).Select(key => new PlayRow(key, player.Plays[key]));
        return new StoredPlayer(read.Player, player.Version, player.Entry, player.Summary, [.. plays]);
    }

    public bool Expects(PlayerWrite write) => write.ExpectedVersion == (Find(write.Key)?.Version ?? 0);

    public void Write(PlayerWrite write)
    {
        if (!_partitions.TryGetValue(write.Key.Partition, out Dictionary<string, MemoryPlayer>? players))
            _partitions[write.Key.Partition] = players = new(StringComparer.Ordinal);
        if (!players.TryGetValue(write.Key.UserId, out MemoryPlayer? player))
            players[write.Key.UserId] = player = new MemoryPlayer();
        player.Version++;
        player.Entry = write.Entry;
        player.Summary = write.Summary;
        foreach (PlayRow play in write.Plays)
            player.Plays[play.Key] = play.Data;
        foreach (PlayKey play in write.RemovedPlays)
            player.Plays.Remove(play);
        _listing = null;
    }

    public IReadOnlyList<StoredPlayer> ReadEntries(PlayerKey? after, int max)
    {
        if (_listing is null)
        {
            _listing = [.. from partition in _partitions from player in partition.Value where player.Value.Entry is not null select new PlayerKey(Info.Key, partition.Key, player.Key)];
            _listing.Sort(ListingOrder);
        }

        int from = 0;
        if (after is { } last)
            from = _listing.BinarySearch(last, ListingOrder) is >= 0 and var found ? found + 1 : ~_listing.BinarySearch(last, ListingOrder);
        return [.. _listing.Skip(from).Take(max).Select(key => Read(new PlayerRead(key, [])))];
    }

    public int CountAhead(PlayerKey place, long key, DateTimeOffset achievedAt, Func<string, bool> isHidden) => _partitions.GetValueOrDefault(place.Partition)?.Count(player =>
        player.Value.Entry is { } entry
        && (entry.Key < key || (entry.Key == key && (entry.AchievedAt < achievedAt || (entry.AchievedAt == achievedAt && Utf8Order.Compare(player.Key, place.UserId) < 0))))
        && !isHidden(player.Key)) ?? 0;

    public void Save(StoredWindow window)
    {
        Info = window;
        if (window.State == StoredWindowState.Open)
            return;
        _partitions = new(StringComparer.Ordinal);
        _listing = null;
        foreach ((string partition, MemoryFrozen frozen) in _frozen)
            frozen.Trim(window.Totals.GetValueOrDefault(partition));
    }

    public void Freeze(IReadOnlyList<FrozenEntry> entries)
    {
        foreach (FrozenEntry entry in entries)
        {
            if (!_frozen.TryGetValue(entry.Partition, out MemoryFrozen? frozen))
                _frozen[entry.Partition] = frozen = new MemoryFrozen();
            frozen.Set(entry);
        }
    }

    public IReadOnlyList<FrozenEntry> ReadFrozen(string partition, int from, int count) => _frozen.TryGetValue(partition, out MemoryFrozen? frozen) ? frozen.Read(from, count) : [];

    public IReadOnlyList<FrozenEntry> FindFrozen(string partition, IReadOnlyCollection<string> userIds) =>
        _frozen.TryGetValue(partition, out MemoryFrozen? frozen) ? frozen.Find(userIds) : [];

    public void Erase(string userId)
    {
        foreach (Dictionary<string, MemoryPlayer> players in _partitions.Values)
            players.Remove(userId);
        foreach (MemoryFrozen frozen in _frozen.Values)
            frozen.Erase(userId);
        _listing = null;
    }

    private MemoryPlayer? Find(PlayerKey key) => _partitions.GetValueOrDefault(key.Partition)?.GetValueOrDefault(key.UserId);

    private sealed class MemoryPlayer
    {
        public long Version { get; set; }

        public PlayerEntry? Entry { get; set; }

        public ReadOnlyMemory<byte> Summary { get; set; }

        public Dictionary<PlayKey, ReadOnlyMemory<byte>> Plays { get; } = [];
    }
}
