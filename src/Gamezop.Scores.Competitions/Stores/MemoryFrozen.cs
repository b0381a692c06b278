namespace Gamezop.Scores.Competitions;

/// <summary>The frozen places of one partition of a <see cref="MemoryWindow"/>.</summary>
internal sealed class MemoryFrozen
{
    private readonly Dictionary<int, FrozenEntry> _places = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    private int _last = -1;

    public void Set(FrozenEntry entry)
    {
        // Erased users leave gaps: the number of places is not the last position.
        _last = Math.Max(_last, entry.Position);
        if (_places.TryGetValue(entry.Position, out FrozenEntry? old) && _positions.GetValueOrDefault(old.UserId, -1) == entry.Position)
            _positions.Remove(old.UserId);
        _places[entry.Position] = entry;
        _positions[entry.UserId] = entry.Position;
    }

    public IReadOnlyList<FrozenEntry> Read(int from, int count)
    {
        var found = new List<FrozenEntry>();
        for (int i = 0; i < count && i <= _last - from; i++)
            if (_places.TryGetValue(from + i, out FrozenEntry? entry))
                found.Add(entry);
        return found;
    }

    public IReadOnlyList<FrozenEntry> Find(IReadOnlyCollection<string> userIds) =>
        [.. userIds.Distinct(StringComparer.Ordinal).Where(_positions.ContainsKey).Select(userId => _places[_positions[userId]]).OrderBy(entry => entry.Position)];

    /// <summary>Drops what a freeze that was not finished left behind the places of the one that was.</summary>
    public void Trim(int total)
    {
        foreach (int position in _places.Keys.Where(position => position >= total).ToList())
            _places.Remove(position);
        _last = Math.Min(_last, total - 1);
        foreach (string gone in _positions.Where(user => user.Value >= total || !_places.TryGetValue(user.Value, out FrozenEntry? entry) || entry.UserId != user.Key).Select(user => user.Key).ToList())
            _positions.Remove(gone);
    }

    public void Erase(string userId)
    {
        if (_positions.Remove(userId, out int position))
            _places.Remove(position);
    }
}
