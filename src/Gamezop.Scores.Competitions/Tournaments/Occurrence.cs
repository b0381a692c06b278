using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// One occurrence of a tournament. What changes its standings goes one after the other, and so do operators and settlement; what is asked of
/// it does not wait.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Semaphores whose wait handles nobody asks for hold nothing to dispose of.")]
internal sealed partial class Occurrence
{
    private readonly OccurrenceParts _parts;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _operating = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _disqualified = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<object, (DateTimeOffset From, DateTimeOffset To)> _claims = new();
    private HashSet<string> _excluded = new(StringComparer.Ordinal);
    private OccurrenceRanking? _building;
    private int _joined;
    private bool _removed;

    public Occurrence(string id, string tournamentId, OccurrenceDocument document, OccurrenceParts parts)
    {
        _parts = parts;
        Id = id;
        TournamentId = tournamentId;
        Document = document;
        Definition = DefinitionOf(document);
        Ranking = NewRanking(document);
    }

    public string Id { get; }

    public string TournamentId { get; }

    public OccurrenceDocument Document { get; private set; }

    /// <summary>The definition under which it takes place; an order that is taken from Gamezop is replaced by what it turned out to be.</summary>
    public TournamentDefinition Definition { get; private set; }

    /// <summary>The standings; null while it is not known which scores are better.</summary>
    public OccurrenceRanking? Ranking { get; private set; }

    /// <summary>What the store knows its standings by.</summary>
    public string RankingName => OccurrenceRanking.NameOf(Id, Document.Revision);

    public int Joined => Volatile.Read(ref _joined);

    /// <summary>Whether somebody has joined it, or is about to.</summary>
    public bool HasPlayers => Joined > 0 || IsBeingJoined;

    /// <summary>
    /// Whether somebody is about to join it. While it stands still nobody begins. Once it is over or cancelled nobody comes in any more, and
    /// what the publisher still decides concerns it no longer.
    /// </summary>
    public bool IsBeingJoined => Volatile.Read(ref _entering) > 0 || (Volatile.Read(ref _asking) > 0 && CanJoin());

    /// <summary>The first instant whose scores concern it, also while its times are being changed.</summary>
    public DateTimeOffset From => _building is { } building && building.StartsAt < Document.StartsAt ? building.StartsAt : Document.StartsAt;

    /// <summary>The first instant whose scores do not concern it any more, also while its times are being changed.</summary>
    public DateTimeOffset To => _building is { } building && building.EndsAt > Document.EndsAt ? building.EndsAt : Document.EndsAt;

    /// <summary>Whether the log has to be read for it before it can be settled.</summary>
    public bool NeedsLog => Document is { NeedsLog: true, Stage: OccurrenceStage.Open } && Ranking is not null && !_removed;

    public StoredOccurrence Stored(OccurrenceDocument document) => new(Id, TournamentId, document.Write());

    public TournamentStatus StatusAt(DateTimeOffset now) => Document.Stage switch
    {
        OccurrenceStage.Cancelled => TournamentStatus.Cancelled,
        OccurrenceStage.Finished => TournamentStatus.Finished,
        OccurrenceStage.Open when now < Document.StartsAt => TournamentStatus.Upcoming,
        OccurrenceStage.Open when now < Document.EndsAt => TournamentStatus.Live,
        _ => TournamentStatus.Settling,
    };

    /// <summary>Whether its places are frozen.</summary>
    public bool IsSettled => Document.Stage is OccurrenceStage.Frozen or OccurrenceStage.Finished;

    /// <summary>Whether something is still to be done: scores, a settlement, or a handler to be told.</summary>
    public bool IsUnderway => Document.Stage is not (OccurrenceStage.Finished or OccurrenceStage.Cancelled) || !IsTold(DateTimeOffset.MaxValue);

    /// <summary>Whether handlers know everything there is to tell.</summary>
    public bool IsTold(DateTimeOffset now) => Document.Stage switch
    {
        OccurrenceStage.Cancelled => Document.EndTold,
        OccurrenceStage.Finished => Document is { StartTold: true, EndTold: true },
        _ => Document.StartTold || now < Document.StartsAt,
    };

    /// <summary>Whether it runs at any time between two instants, or may soon.</summary>
    public bool Occupies(DateTimeOffset from, DateTimeOffset to) =>
        Document.Stage != OccurrenceStage.Cancelled && ((From < to && from < To) || _claims.Values.Any(claim => claim.From < to && from < claim.To));

    /// <summary>Before this it stands in the way of others: until it ends, or was cancelled.</summary>
    public DateTimeOffset TakenUntil => Document.CancelledAt is { } cancelled && cancelled < To ? cancelled : To;

    /// <summary>Whether it runs at any time between two instants, or has until it was cancelled, or may soon.</summary>
    public bool HasTaken(DateTimeOffset from, DateTimeOffset to) => Occupies(from, to) || (From < to && from < TakenUntil && From < TakenUntil);

    /// <summary>Whether a changed definition applies to it: it is to come, and no operator has given it other times or is about to.</summary>
    public bool FollowsDefinition(DateTimeOffset now) => !_removed && _claims.IsEmpty && StatusAt(now) == TournamentStatus.Upcoming
        && Document.StartsAt == Document.ScheduledAt && Document.EndsAt == Document.ScheduledAt + Definition.Duration;

    /// <summary>Keeps a time free for it while its times are being changed.</summary>
    /// <returns>What to give back.</returns>
    public object Claim(DateTimeOffset from, DateTimeOffset to)
    {
        var claim = new object();
        _claims[claim] = (from, to);
        return claim;
    }

    public void GiveBack(object claim) => _claims.TryRemove(claim, out _);

    public TournamentInfo Describe(DateTimeOffset now) => new()
    {
        Id = Id,
        TournamentId = TournamentId,
        Name = Definition.Name,
        Status = StatusAt(now),
        StartsAt = Document.StartsAt,
        EndsAt = Document.EndsAt,
        Players = IsSettled ? Document.Players : Definition.JoinRequired ? Joined : Ranking?.Standings.Find("")?.Count ?? 0,
        IsHeld = Document.IsHeld,
        Definition = Definition,
    };

    public bool IsDisqualified(string userId) => _disqualified.ContainsKey(userId);

    /// <summary>Whether a user has no place. Once the settlement has begun that does not change any more.</summary>
    public bool IsHidden(string userId) =>
        Document.Stage == OccurrenceStage.Open ? _parts.Banned.Contains(userId) || _disqualified.ContainsKey(userId) : _excluded.Contains(userId);

    /// <summary>Reads it into memory.</summary>
    public async ValueTask LoadAsync(int joined, IEnumerable<StoredTournamentPlayer> marked, CancellationToken cancellationToken)
    {
        _joined = joined;
        _excluded = new(Document.Excluded, StringComparer.Ordinal);
        List<string> granted = [];
        foreach (StoredTournamentPlayer player in marked)
        {
            if (player.IsDisqualified)
                _disqualified[player.UserId] = true;
            if (player.ExtraAttempts > 0)
                granted.Add(player.UserId);
        }

        if (Ranking is not { } ranking)
            return;
        if (Document.Stage == OccurrenceStage.Cancelled)
        {
            // As a rule it is gone with the cancelling.
            await ranking.RemoveAsync(cancellationToken);
            return;
        }

        if (Document.Stage is OccurrenceStage.Frozen or OccurrenceStage.Finished)
        {
            ranking.MarkClosed();
            return;
        }

        await ranking.SaveAsync(cancellationToken);
        await ranking.LoadAsync(cancellationToken);
        if (Document.Stage != OccurrenceStage.Open)
        {
            ranking.MarkClosed();
            return;
        }

        await ranking.RemoveAsync([.. ranking.Removed.Users], cancellationToken);
        await RecountAllAsync(cancellationToken);
        foreach (string userId in granted)
            await ranking.RecountAsync([userId], cancellationToken);
        await ranking.FoldAllAheadAsync(cancellationToken);
    }

    /// <exception cref="LeaderboardOrderUnknownException">The events wait for its order.</exception>
    public async ValueTask ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        if (Ranking is null && Document.Stage == OccurrenceStage.Open)
        {
            var filter = new TournamentFilter(Definition);
            if (events.Any(context => filter.Matches(context)))
                throw new LeaderboardOrderUnknownException(Id);
            return;
        }

        await AloneAsync(
            async () =>
            {
                if (_removed || Document.Stage == OccurrenceStage.Cancelled || Ranking is null)
                    return;
                await Ranking.ApplyAsync(events, cancellationToken);
                if (_building is not null)
                    await _building.ApplyAsync(events, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>
    /// Computes anew what players come to whose plays went into quarantine, or came out of it. Once the settlement has begun nothing
    /// changes.
    /// </summary>
    public async ValueTask RecountAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken)
    {
        string[] userIds = [.. plays.Where(play => Definition.Games.Count == 0 || Definition.Games.Contains(play.GameCode, StringComparer.Ordinal))
            .Select(play => play.UserId).Distinct(StringComparer.Ordinal)];
        if (Document.Stage == OccurrenceStage.Open && userIds.Length > 0)
            await AloneAsync(() => RecountAsync(userIds, cancellationToken), cancellationToken);
    }

    /// <summary>Shows and hides players as bans, and ends of bans, have it by now. Once the settlement has begun nothing changes.</summary>
    public void FollowBans()
    {
        if (Document.Stage != OccurrenceStage.Open)
            return;
        Ranking?.FollowHidden(_parts.Banned.Users);
        _building?.FollowHidden(_parts.Banned.Users);
    }

    /// <summary>Its order has come from Gamezop.</summary>
    public ValueTask SetOrderAsync(LeaderboardOrder order, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (_removed || Ranking is not null || Document.Stage != OccurrenceStage.Open)
                return;
            await SaveAsync(Document with { Order = order }, null, cancellationToken);
            Definition = DefinitionOf(Document);
            OccurrenceRanking ranking = NewRanking(Document)!;
            await ranking.SaveAsync(cancellationToken);
            Ranking = ranking;
        },
        cancellationToken);

    private static TournamentDefinition DefinitionOf(OccurrenceDocument document)
    {
        // Its times are fixed: a time zone that this system does not know any more means nothing here.
        TournamentDefinition definition = TournamentSettingsMap.ToDefinition(document.Definition.WithKnownZone(), document.Definition.Id ?? "");
        return definition.Copy(document.Order ?? definition.Order);
    }

    private OccurrenceRanking? NewRanking(OccurrenceDocument document)
    {
        var definition = DefinitionOf(document);
        return definition.Order == LeaderboardOrder.FromGamezop ? null : new OccurrenceRanking(Id, document, definition, _parts, IsHidden);
    }

    private async ValueTask RecountAsync(string[] userIds, CancellationToken cancellationToken)
    {
        if (_removed || Document.Stage != OccurrenceStage.Open)
            return;
        foreach (OccurrenceRanking? ranking in (OccurrenceRanking?[])[Ranking, _building])
            if (ranking is not null)
                await ranking.RecountAsync(userIds, cancellationToken);
    }

    // For whoever has the turn: a document that is read before may be an old one by now, and one of a removed occurrence would bring it back.
    private async ValueTask SaveAsync(OccurrenceDocument document, TournamentAction? action, CancellationToken cancellationToken)
    {
        CheckThere();
        await _parts.Tournaments.SaveAsync(new TournamentWrite { Occurrences = [Stored(document)], Action = action }, cancellationToken);
        Document = document;
    }

    /// <summary>Runs a change of several occurrences while nothing else changes any of them.</summary>
    public static async ValueTask StandStillAsync(IEnumerable<Occurrence> occurrences, Func<ValueTask> change, CancellationToken cancellationToken)
    {
        // In the order in which everybody takes them.
        Occurrence[] ordered = [.. occurrences.OrderBy(occurrence => occurrence.Id, StringComparer.Ordinal)];
        var held = 0;
        try
        {
            for (; held < ordered.Length; held++)
                await ordered[held]._gate.WaitAsync(cancellationToken);
            await change();
        }
        finally
        {
            while (held > 0)
                ordered[--held]._gate.Release();
        }
    }

    /// <summary>Runs a change of the standings while no other one runs.</summary>
    private async ValueTask AloneAsync(Func<ValueTask> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _gate.Release();
        }
    }
}
