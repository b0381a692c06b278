using System.Runtime.CompilerServices;

namespace Gamezop.Scores.Competitions;

/// <summary>What is known of plays and sessions.</summary>
internal sealed class Dossiers(IPlausibilityStore store, Jury jury, IWithinLimits? limits = null)
{
    // Whose play it is can change to a user of new events, from one of those who were first until then; who comes after is not concerned.
    private const int MostConcerned = 16;

    // So few users of one play id at a time that whose play it was until then is among the first ones afterwards.
    private const int MostUsersAtOnce = MostConcerned - 1;

    /// <summary>Folds in events of plays that the rule that is always on judges alone, and keeps nothing yet.</summary>
    public async ValueTask<IReadOnlyList<FoldedPlay>> FoldPlainAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        var sorted = Sort(events);
        if (sorted.Count == 0)
            return [];
        var folded = new List<FoldedPlay>(sorted.Count);
        foreach (var known in await store.ReadAsync([.. sorted.Keys], cancellationToken))
        {
            var (dossier, facts) = FoldPlay(known, sorted[known.Key]);
            folded.Add(new FoldedPlay(
                dossier, !dossier.Data.Span.SequenceEqual(known.Data.Span), facts, facts.ToEvidence(PlayOf(known.Key), 1, true, []), sorted[known.Key]));
        }

        return folded;
    }

    /// <summary>Splits events that cannot be folded in and judged at once, since more users than are looked up share a play id.</summary>
    public IEnumerable<ScoreContext[]> Split(ScoreContext[] events)
    {
        var users = new Dictionary<(string Game, string Play), Dictionary<string, int>>();
        return events.GroupBy(PartOf).OrderBy(part => part.Key).Select(part => part.ToArray()).ToList();

        int PartOf(ScoreContext context)
        {
            if (!jury.NeedsUsers(context.Event.GameCode) || !PlayFacts.Takes(context.Event))
                return 0;
            var play = (context.Event.GameCode, context.Event.GamePlayId);
            if (!users.TryGetValue(play, out var its))
                users[play] = its = new(StringComparer.Ordinal);
            if (!its.TryGetValue(context.UserId, out var place))
                its[context.UserId] = place = its.Count;
            return place / MostUsersAtOnce;
        }
    }

    /// <summary>Folds events in.</summary>
    /// <returns>The plays that have to be judged: theirs, and those of the same ids; and the sessions of which all plays have to be judged, with the number of their countries.</returns>
    public async ValueTask<(HashSet<PlayId> Plays, IReadOnlyDictionary<DossierKey, int> Sessions)> FoldAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        Dictionary<DossierKey, List<ScoreContext>> waiting = Sort(events);
        DossierKey[] plays = [.. waiting.Keys.Where(key => key.Kind == DossierKind.Play)];
        var concerned = new HashSet<PlayId>(plays.Select(PlayOf));
        var sessions = new Dictionary<DossierKey, int>();
        while (waiting.Count > 0)
        {
            var writes = new List<StoredDossier>();
            foreach (StoredDossier known in await store.ReadAsync([.. waiting.Keys], cancellationToken))
            {
                var folded = known.Key.Kind == DossierKind.Play
                    ? FoldPlay(known, waiting[known.Key]).Dossier
                    : FoldSession(known, waiting[known.Key], sessions);
                if (folded.Data.Span.SequenceEqual(known.Data.Span))
                    waiting.Remove(known.Key);
                else
                    writes.Add(folded);
            }

            // Refused where another process has written it since: then it is folded into what that one has made.
            IReadOnlyList<bool> written = writes.Count == 0 ? [] : await store.WriteAsync(writes, cancellationToken);
            for (int i = 0; i < written.Count; i++)
                if (written[i])
                    waiting.Remove(writes[i].Key);
        }

        DossierKey[] shared = [.. plays.Where(key => jury.NeedsUsers(key.GameCode))];
        IReadOnlyList<IReadOnlyList<string>> users = shared.Length == 0 ? [] : await store.FindUsersAsync(shared, MostConcerned, cancellationToken);
        for (int i = 0; i < users.Count; i++)
            concerned.UnionWith(users[i].Select(userId => new PlayId(userId, shared[i].GameCode, shared[i].Id)));
        return (concerned, sessions);
    }

    /// <summary>Reads what is known of plays; those of which nothing is known any more are left out.</summary>
    public async ValueTask<IReadOnlyList<(PlayFacts Facts, PlayEvidence Evidence)>> ReadAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken)
    {
        var known = new List<(DossierKey Key, PlayFacts Facts)>(plays.Count);
        foreach (StoredDossier dossier in await store.ReadAsync([.. plays.Select(KeyOf)], cancellationToken))
            if (dossier.Version > 0)
                known.Add((dossier.Key, PlayFacts.Read(dossier.Key, dossier.Data)));
        DossierKey[] keys = [.. known.Where(play => jury.NeedsCountries(play.Key.GameCode)).SelectMany(play => play.Facts.Sessions.Select(id => SessionOf(play.Key, id))).Distinct()];
        Dictionary<DossierKey, IReadOnlyList<string>> countries = keys.Length == 0 ? [] : (await store.ReadAsync(keys, cancellationToken))
            .ToDictionary(session => session.Key, session => (IReadOnlyList<string>)[.. SessionFacts.Read(session.Data).Countries]);
        DossierKey[] shared = [.. known.Select(play => play.Key).Where(key => jury.NeedsUsers(key.GameCode))];
        IReadOnlyList<IReadOnlyList<string>> users = shared.Length == 0 ? [] : await store.FindUsersAsync(shared, 2, cancellationToken);
        Dictionary<DossierKey, IReadOnlyList<string>> owners = shared.Zip(users).Where(pair => pair.Second.Count > 0).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. known.Select(play =>
            {
                IReadOnlyList<string> having = owners.GetValueOrDefault(play.Key) ?? [play.Key.UserId];
                PlaySession[] played = [.. play.Facts.Sessions.Select(id => new PlaySession(id, countries.GetValueOrDefault(SessionOf(play.Key, id), [])))];
                return (play.Facts, play.Facts.ToEvidence(PlayOf(play.Key), having.Count, having[0] == play.Key.UserId, played));
            }),
        ];
    }

    /// <summary>The plays of a session, a few at a time.</summary>
    public async IAsyncEnumerable<PlayId[]> ReadPlaysAsync(DossierKey session, int atOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (await store.FindPlaysAsync(session, after, atOnce, cancellationToken) is { Count: > 0 } page)
        {
            yield return [.. page.Select(id => new PlayId(session.UserId, session.GameCode, id))];
            after = page[^1];
        }
    }

    /// <summary>All plays of these sessions have been judged by so many countries. Where that is not kept, it is done again with the next event.</summary>
    public async ValueTask MarkJudgedAsync(IReadOnlyDictionary<DossierKey, int> sessions, CancellationToken cancellationToken)
    {
        if (sessions.Count == 0)
            return;
        var writes = new List<StoredDossier>();
        foreach (StoredDossier dossier in await store.ReadAsync([.. sessions.Keys], cancellationToken))
        {
            SessionFacts facts = SessionFacts.Read(dossier.Data);
            facts.Judged = Math.Max(facts.Judged, sessions[dossier.Key]);
            writes.Add(dossier with { Data = facts.Write() });
        }

        await store.WriteAsync(writes, cancellationToken);
    }

    private static DossierKey KeyOf(PlayId play) => new(DossierKind.Play, play.GameCode, play.GamePlayId, play.UserId);

    private static PlayId PlayOf(DossierKey play) => new(play.UserId, play.GameCode, play.Id);

    private static DossierKey SessionOf(DossierKey play, string sessionId) => new(DossierKind.Session, play.GameCode, sessionId, play.UserId);

    private (StoredDossier Dossier, PlayFacts Facts) FoldPlay(StoredDossier known, List<ScoreContext> events)
    {
        var facts = PlayFacts.Read(known.Key, known.Data);
        if (jury.IsPlain(known.Key.GameCode))
        {
            events.ForEach(context => facts.FoldPlain(context, limits?.ShortestOf(context)));
            return (known with { Data = PlainFactsCodec.Write(known.Key, facts), LastAt = facts.LastAt, First = null, Sessions = null }, facts);
        }

        events.ForEach(context => facts.Fold(context, limits?.ShortestOf(context)));
        var sessions = jury.NeedsCountries(known.Key.GameCode) ? facts.Sessions : null;
        return (known with { Data = facts.Write(), LastAt = facts.LastAt, First = facts.First, Sessions = sessions }, facts);
    }

    private static StoredDossier FoldSession(StoredDossier known, List<ScoreContext> events, Dictionary<DossierKey, int> sessions)
    {
        SessionFacts facts = SessionFacts.Read(known.Data);
        events.ForEach(context => facts.Fold(context.Event));
        if (facts.IsNews)
            sessions[known.Key] = facts.Countries.Count;

        return known with { Data = facts.Write(), LastAt = facts.LastAt };
    }

    private Dictionary<DossierKey, List<ScoreContext>> Sort(IReadOnlyList<ScoreContext> events)
    {
        var sorted = new Dictionary<DossierKey, List<ScoreContext>>();
        foreach (ScoreContext context in events)
        {
            ScoreEvent scored = context.Event;
            var play = new DossierKey(DossierKind.Play, scored.GameCode, scored.GamePlayId, context.UserId);
            if (PlayFacts.Takes(scored))
                Add(play, context);
            if (jury.NeedsCountries(scored.GameCode))
                Add(SessionOf(play, scored.SessionId), context);
        }

        return sorted;

        void Add(DossierKey key, ScoreContext context)
        {
            if (!sorted.TryGetValue(key, out List<ScoreContext>? its))
                sorted[key] = its = [];
            its.Add(context);
        }
    }
}
