namespace Gamezop.Scores.Competitions;

/// <summary>Dossiers and judged plays in memory.</summary>
internal sealed class MemoryPlausibilityStore : IPlausibilityStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DossierKey, StoredDossier> _dossiers = [];
    private readonly Dictionary<(string GameCode, string GamePlayId), HashSet<string>> _users = [];
    private readonly Dictionary<PlayId, JudgedPlay> _plays = [];

    public ValueTask StartAsync(CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<StoredDossier>> ReadAsync(IReadOnlyList<DossierKey> keys, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. keys.Select(key => _dossiers.GetValueOrDefault(key, new StoredDossier(key, 0, default, default)))]);
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<string>>> FindUsersAsync(IReadOnlyList<DossierKey> plays, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. plays.Select(key => (IReadOnlyList<string>)[.. _users.GetValueOrDefault((key.GameCode, key.Id), []).Take(max)])]);
    }

    public ValueTask<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<StoredDossier> dossiers, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. dossiers.Select(Write)]);
    }

    public ValueTask<IReadOnlyList<JudgedPlay>> FindAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. plays.Where(_plays.ContainsKey).Select(play => _plays[play])]);
    }

    public ValueTask<IReadOnlyList<bool>> SaveAsync(IReadOnlyList<JudgedPlay> plays, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. plays.Select(Save)]);
    }

    public ValueTask<IReadOnlyList<JudgedPlay>> ListAsync(JudgedPlayList list, JudgedPlayPlace? after, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. _plays.Values.Where(play => IsIn(list, play)).Where(play => after is not { } last || Order.Compare(new JudgedPlayPlace(play.Since, play.Play), last) > 0)
                .OrderBy(play => new JudgedPlayPlace(play.Since, play.Play), Order).Take(max)]);
    }

    public ValueTask<IReadOnlyList<JudgedPlay>> ReadUserAsync(string userId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. _plays.Values.Where(play => play.Play.UserId == userId).OrderBy(play => new JudgedPlayPlace(play.Since, play.Play), Order)]);
    }

    public ValueTask<int> PruneAsync(DateTimeOffset before, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            List<DossierKey> dossiers = [.. _dossiers.Values.Where(dossier => dossier.LastAt < before).Take(max).Select(dossier => dossier.Key)];
            List<PlayId> plays = [.. _plays.Values.Where(play => play.LastAt < before && play.Counts && play.IsApplied).Take(max).Select(play => play.Play)];
            dossiers.ForEach(Remove);
            plays.ForEach(play => _plays.Remove(play));
            return new(dossiers.Count + plays.Count);
        }
    }

    public ValueTask EraseAsync(string userId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (DossierKey key in _dossiers.Keys.Where(key => key.UserId == userId).ToList())
                Remove(key);
            foreach (PlayId play in _plays.Keys.Where(play => play.UserId == userId).ToList())
                _plays.Remove(play);
        }

        return default;
    }

    private static Comparer<JudgedPlayPlace> Order { get; } = Comparer<JudgedPlayPlace>.Create(static (a, b) =>
    {
        int order = a.Since.CompareTo(b.Since);
        if (order == 0)
            order = Utf8Order.Compare(a.Play.UserId, b.Play.UserId);
        if (order == 0)
            order = Utf8Order.Compare(a.Play.GameCode, b.Play.GameCode);
        return order != 0 ? order : Utf8Order.Compare(a.Play.GamePlayId, b.Play.GamePlayId);
    });

    private static bool IsIn(JudgedPlayList list, JudgedPlay play) => list switch
    {
        JudgedPlayList.Open => play.Status is JudgedPlayStatus.Marked or JudgedPlayStatus.Quarantined,
        JudgedPlayList.NotCounting => !play.Counts,
        _ => !play.IsApplied,
    };

    private bool Write(StoredDossier dossier)
    {
        if (_dossiers.GetValueOrDefault(dossier.Key).Version != dossier.Version)
            return false;
        _dossiers[dossier.Key] = dossier with { Version = dossier.Version + 1 };
        if (dossier.Key.Kind == DossierKind.Play)
        {
            if (!_users.TryGetValue((dossier.Key.GameCode, dossier.Key.Id), out HashSet<string>? users))
                _users[(dossier.Key.GameCode, dossier.Key.Id)] = users = [];
            users.Add(dossier.Key.UserId);
        }

        return true;
    }

    private bool Save(JudgedPlay play)
    {
        if ((_plays.GetValueOrDefault(play.Play)?.Version ?? 0) != play.Version)
            return false;
        _plays[play.Play] = play with { Version = play.Version + 1 };
        return true;
    }

    private void Remove(DossierKey key)
    {
        _dossiers.Remove(key);
        if (key.Kind == DossierKind.Play && _users.TryGetValue((key.GameCode, key.Id), out HashSet<string>? users) && users.Remove(key.UserId) && users.Count == 0)
            _users.Remove((key.GameCode, key.Id));
    }
}
