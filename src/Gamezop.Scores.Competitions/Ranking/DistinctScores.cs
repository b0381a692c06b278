using System.Runtime.InteropServices;

namespace Gamezop.Scores.Competitions;

/// <summary>Counts different scores: what dense ranks are made of.</summary>
internal sealed class DistinctScores
{
    private readonly Dictionary<long, int> _users = [];
    private readonly RankTree _tree = new(_ => "");

    public int CountBetter(long key) => _tree.CountBetter(key);

    public void Add(long key)
    {
        if (++CollectionsMarshal.GetValueRefOrAddDefault(_users, key, out _) == 1)
            _tree.Add(key, 0, "", 0);
    }

    public void Remove(long key)
    {
        ref int users = ref CollectionsMarshal.GetValueRefOrNullRef(_users, key);
        if (--users > 0)
            return;
        _users.Remove(key);
        _tree.Remove(key, 0, "");
    }
}
