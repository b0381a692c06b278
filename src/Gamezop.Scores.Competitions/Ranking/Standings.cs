using System.Runtime.InteropServices;

namespace Gamezop.Scores.Competitions;

/// <summary>One ranking in memory: every user once, found by id, position and score. Safe for use by several threads; each call sees one state.</summary>
internal sealed class Standings
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly RankRows _rows = new();
    private readonly RankTree _tree;
    private readonly DistinctScores? _distinct;
    private readonly LeaderboardRanking _ranking;
    private long _version;

    public Standings(LeaderboardRanking ranking)
    {
        _ranking = ranking;
        _tree = new RankTree(_rows.IdOf);
        _distinct = ranking == LeaderboardRanking.Dense ? new DistinctScores() : null;
    }

    /// <summary>Another one after each change.</summary>
    public long Version => Interlocked.Read(ref _version);

    public int Count
    {
        get
        {
            lock (_lock)
                return _tree.Count;
        }
    }

    /// <summary>Puts a user in, or where the new score belongs.</summary>
    public void Set(string userId, long key, long ticks, string? country)
    {
        var place = new RankPlace(key, ticks, CountryCode.FromText(country));
        lock (_lock)
        {
            ref int slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, userId, out bool exists);
            if (!exists)
                slot = _rows.Add(userId);
            ref RankPlace kept = ref _rows.PlaceOf(slot);
            if (exists && kept == place)
                return;
            bool moves = !exists || (kept.Key, kept.Ticks) != (key, ticks);
            if (exists && moves)
            {
                _tree.Remove(kept.Key, kept.Ticks, userId);
                _distinct?.Remove(kept.Key);
            }

            kept = place;
            if (moves)
            {
                _tree.Add(key, ticks, userId, slot);
                _distinct?.Add(key);
            }

            Interlocked.Increment(ref _version);
        }
    }

    public bool Remove(string userId)
    {
        lock (_lock)
        {
            if (!_slots.Remove(userId, out int slot))
                return false;
            RankPlace place = _rows.PlaceOf(slot);
            _tree.Remove(place.Key, place.Ticks, userId);
            _distinct?.Remove(place.Key);
            _rows.Free(slot);
            Interlocked.Increment(ref _version);
            return true;
        }
    }

    public bool Has(string userId)
    {
        lock (_lock)
            return _slots.ContainsKey(userId);
    }

    public bool TryFind(string userId, out RankedUser user)
    {
        lock (_lock)
            return TryFindInside(userId, out user);
    }

    /// <summary>Those of the given users who are here, all of one state.</summary>
    public IReadOnlyList<RankedUser> Find(IReadOnlyCollection<string> userIds)
    {
        var found = new List<RankedUser>();
        lock (_lock)
            foreach (string userId in userIds.Distinct(StringComparer.Ordinal))
                if (TryFindInside(userId, out RankedUser user))
                    found.Add(user);
        return found;
    }

    /// <summary>The users from a position on, and how many there are in all.</summary>
    public (RankedUser[] Users, int Total) Page(int offset, int limit)
    {
        lock (_lock)
            return (PageInside(offset, limit), _tree.Count);
    }

    /// <summary>A user, those just ahead and behind, how many are better, and how many there are in all.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="around">How many ahead, and how many behind.</param>
    /// <param name="fill">Whether those who are missing at one end are made up for at the other.</param>
    public (RankedUser User, RankedUser[] Around, int Better, int Total)? Around(string userId, int around, bool fill)
    {
        lock (_lock)
        {
            if (!TryFindInside(userId, out RankedUser user))
                return null;
            (int from, int count) = AroundPositions.Of(user.Position, around, fill, _tree.Count);
            return (user, PageInside(from, count), _tree.CountBetter(user.Key), _tree.Count);
        }
    }

    /// <summary>The users whose keys lie in a range, how many they are, and how many there are in all.</summary>
    /// <param name="first">The least key in the range; null for no limit.</param>
    /// <param name="after">The least key after it; null for no limit.</param>
    /// <param name="offset">How many of them to pass over.</param>
    /// <param name="limit">How many of them at most.</param>
    public (RankedUser[] Users, int Count, int Total) Range(long? first, long? after, int offset, int limit)
    {
        lock (_lock)
        {
            int from = first is { } least ? _tree.CountBetter(least) : 0;
            int count = Math.Max(0, (after is { } end ? _tree.CountBetter(end) : _tree.Count) - from);
            return (offset < count ? PageInside(from + offset, Math.Min(limit, count - offset)) : [], count, _tree.Count);
        }
    }

    /// <summary>The rank of a score that somebody would reach now.</summary>
    /// <param name="first">The least key whose score is no better.</param>
    /// <param name="worse">The least key whose score is worse.</param>
    public ViewedRank RankOf(long first, long worse)
    {
        lock (_lock)
        {
            int better = _tree.CountBetter(first);
            int rank = _ranking switch
            {
                LeaderboardRanking.Competition => better + 1,
                LeaderboardRanking.Dense => _distinct!.CountBetter(first) + 1,
                _ => _tree.CountBetter(worse) + 1,
            };
            return new ViewedRank(rank, better, _tree.Count);
        }
    }

    private bool TryFindInside(string userId, out RankedUser user)
    {
        if (!_slots.TryGetValue(userId, out int slot))
        {
            user = default;
            return false;
        }

        RankPlace place = _rows.PlaceOf(slot);
        int position = _tree.CountBefore(place.Key, place.Ticks, userId);
        user = new RankedUser(position, RankOf(position, place.Key), userId, place.Key, place.Ticks, CountryCode.ToText(place.Country));
        return true;
    }

    private RankedUser[] PageInside(int offset, int limit)
    {
        int[] slots = new int[Math.Max(0, Math.Min(limit, _tree.Count - offset))];
        _tree.CopySlots(offset, slots);
        var users = new RankedUser[slots.Length];
        int rank = 0;
        for (int i = 0; i < slots.Length; i++)
        {
            RankPlace place = _rows.PlaceOf(slots[i]);
            // A rank is looked up once and then counted on: it changes with the score.
            rank = i == 0 ? RankOf(offset, place.Key) : place.Key == users[i - 1].Key && _ranking != LeaderboardRanking.Ordinal ? rank : _ranking == LeaderboardRanking.Dense ? rank + 1 : offset + i + 1;
            users[i] = new RankedUser(offset + i, rank, _rows.IdOf(slots[i]), place.Key, place.Ticks, CountryCode.ToText(place.Country));
        }

        return users;
    }

    private int RankOf(int position, long key) => _ranking switch
    {
        LeaderboardRanking.Competition => _tree.CountBetter(key) + 1,
        LeaderboardRanking.Dense => _distinct!.CountBetter(key) + 1,
        _ => position + 1,
    };
}
