namespace Gamezop.Scores.Competitions;

/// <summary>Dossiers and judged plays in memory.</summary>
internal sealed class MemoryPlausibilityStore : IPlausibilityStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DossierKey, StoredDossier> _dossiers = [];
    private readonly Dictionary<(string GameCode, string GamePlayId), SortedDictionary<(string First, string UserId), DossierKey>> _users = [];
    private readonly Dictionary<DossierKey, SortedSet<string>> _sessions = [];
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
            return new([.. plays.Select(key => (IReadOnlyList<string>)[.. UsersOf(key).Keys.Take(max).Select(user => user.UserId)])]);
    }

    public ValueTask<IReadOnlyList<string>> FindPlaysAsync(DossierKey session, string? after, int max, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_sessions.GetValueOrDefault(session) is not { Count: > 0 } plays ? [] : [.. From(plays, after).Take(max)]);
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

    private static Comparer<(string First, string UserId)> ByFirst { get; } = Comparer<(string First, string UserId)>.Create(static (a, b) =>
        string.CompareOrdinal(a.First, b.First) is not 0 and var order ? order : string.CompareOrdinal(a.UserId, b.UserId));

    private static bool IsIn(JudgedPlayList list, JudgedPlay play) => list switch
    {
        JudgedPlayList.Open => play.Status is JudgedPlayStatus.Marked or JudgedPlayStatus.Quarantined,
        JudgedPlayList.NotCounting => !play.Counts,
        _ => !play.IsApplied,
    };

    private bool Write(StoredDossier dossier)
    {
        StoredDossier known = _dossiers.GetValueOrDefault(dossier.Key);
        if (known.Version != dossier.Version)
            return false;
        IReadOnlyCollection<string> sessions = [.. (known.Sessions ?? []).Union(dossier.Sessions ?? [], StringComparer.Ordinal)];
        _dossiers[dossier.Key] = dossier with { Version = dossier.Version + 1, Sessions = sessions };
        if (dossier.Key.Kind != DossierKind.Play)
            return true;
        SortedDictionary<(string First, string UserId), DossierKey> users = UsersOf(dossier.Key);
        if (known.First is not null)
            users.Remove((known.First, dossier.Key.UserId));
        if (dossier.First is not null)
        {
            users[(dossier.First, dossier.Key.UserId)] = dossier.Key;
            _users[(dossier.Key.GameCode, dossier.Key.Id)] = users;
        }

        foreach (DossierKey session in sessions.Select(id => SessionOf(dossier.Key, id)))
        {
            if (!_sessions.TryGetValue(session, out SortedSet<string>? plays))
                _sessions[session] = plays = new SortedSet<string>(StringComparer.Ordinal);
            plays.Add(dossier.Key.Id);
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
        if (!_dossiers.Remove(key, out StoredDossier known) || key.Kind != DossierKind.Play)
            return;
        SortedDictionary<(string First, string UserId), DossierKey> users = UsersOf(key);
        if (known.First is not null && users.Remove((known.First, key.UserId)) && users.Count == 0)
            _users.Remove((key.GameCode, key.Id));
        foreach (DossierKey session in (known.Sessions ?? []).Select(id => SessionOf(key, id)))
            if (_sessions.TryGetValue(session, out SortedSet<string>? plays) && plays.Remove(key.Id) && plays.Count == 0)
                _sessions.Remove(session);
    }

    private SortedDictionary<(string First, string UserId), DossierKey> UsersOf(DossierKey play) => _users.GetValueOrDefault((play.GameCode, play.Id)) ?? new(ByFirst);

    private static DossierKey SessionOf(DossierKey play, string id) => play with { Kind = DossierKind.Session, Id = id };

    // A view finds its first element without going through those before it.
    private static IEnumerable<string> From(SortedSet<string> plays, string? after)
    {
        if (after is null)
            return plays;
        return string.CompareOrdinal(after, plays.Max) >= 0 ? [] : plays.GetViewBetween(after, plays.Max).Where(play => play != after);
    }
}
