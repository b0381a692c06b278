using System.Collections.ObjectModel;

namespace Gamezop.Scores.Competitions;

/// <content>
/// Freeze, prizes, finish: each step is kept before the next one begins, and comes to the same when it is done again. Places and prizes are
/// functions of what the first step
/// has kept: the plays, and who was excluded then.
/// </content>
internal sealed partial class Occurrence
{
    private const int AtOnce = 1_000;
    private const int GrantedAtOnce = 250;

    // Sorted by key in the store, prizes in the order of ranks would each go into another page of it.
    private const int SortedAtOnce = 100_000;

    /// <summary>Whether it is time to settle: no score can come in time any more.</summary>
    /// <param name="horizon">No event that was received before this can still come.</param>
    public bool IsDue(DateTimeOffset horizon) => Document.Stage switch
    {
        OccurrenceStage.Open =>
            !_removed && Document is { IsHeld: false, NeedsLog: false } && Ranking is not null && Document.EndsAt < horizon - Definition.Grace,
        OccurrenceStage.Settling or OccurrenceStage.Frozen => !_removed,
        _ => false,
    };

    public ValueTask SettleAsync(DateTimeOffset now, DateTimeOffset horizon, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            if (!IsDue(horizon))
                return;
            if (Document.Stage == OccurrenceStage.Open)
                await AloneAsync(() => _removed ? default : BeginSettlementAsync(now, cancellationToken), cancellationToken);
            await FinishSettlementAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Its start or its end has been told. It may have been removed meanwhile.</summary>
    public ValueTask MarkToldAsync(bool start, CancellationToken cancellationToken) => AloneAsync(
        () => _removed ? default
            : SaveAsync(start ? Document with { StartTold = true } : Document with { EndTold = true }, null, cancellationToken), cancellationToken);

    /// <summary>
    /// Runs something while neither operators nor a settlement are at work. One under way is finished first: its steps must find what they
    /// began with.
    /// </summary>
    public ValueTask UnsettledAsync(Func<ValueTask> work, CancellationToken cancellationToken) => OperateAsync(
        async () =>
        {
            await FinishSettlementAsync(cancellationToken);
            await work();
        },
        cancellationToken);

    /// <summary>Removes a user, inside <see cref="UnsettledAsync"/>.</summary>
    public ValueTask EraseAsync(string userId, Func<ValueTask> erase, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            EndJoining(userId);
            bool joined = await FindPlayerAsync(userId, cancellationToken) is { JoinedAt: not null };
            await erase();
            if (joined)
                Interlocked.Decrement(ref _joined);
            Ranking?.Standings.Erase(userId);
            _building?.Standings.Erase(userId);
            await ForgetInsideAsync(userId, cancellationToken);
        },
        cancellationToken);

    /// <summary>Removes a user from what is kept beside places and plays.</summary>
    public ValueTask ForgetAsync(string userId, CancellationToken cancellationToken) =>
        AloneAsync(() => ForgetInsideAsync(userId, cancellationToken), cancellationToken);

    private async ValueTask ForgetInsideAsync(string userId, CancellationToken cancellationToken)
    {
        _disqualified.TryRemove(userId, out _);
        if (_removed)
            return;
        if (_excluded.Contains(userId))
            await SaveAsync(Document with { Excluded = [.. Document.Excluded.Where(excluded => excluded != userId)] }, null, cancellationToken);
        if (!Document.Removals.Any(removal => removal.UserId == userId))
            return;
        await SaveAsync(Document with { Removals = [.. Document.Removals.Where(removal => removal.UserId != userId)] }, null, cancellationToken);
        Ranking?.Removed.Set(Document.Removals);
    }

    /// <summary>Takes back what was won by players who were disqualified since the places were frozen. Nobody moves up.</summary>
    public async ValueTask WithdrawFromDisqualifiedAsync(CancellationToken cancellationToken)
    {
        foreach (string userId in _disqualified.Keys.Where(userId => !_excluded.Contains(userId)))
            await _parts.Rewards.WithdrawAsync(userId, Id, "The player was disqualified.", cancellationToken);
    }

    private async ValueTask BeginSettlementAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        OccurrenceRanking ranking = Ranking!;
        await ranking.FoldAllAheadAsync(cancellationToken);
        // A removal that could not be carried out when it was kept must not win a prize.
        await ranking.RemoveAsync([.. ranking.Removed.Users], cancellationToken);
        await RecountAllAsync(cancellationToken);
        FollowBans();
        _excluded = new(ranking.Standings.Hidden, StringComparer.Ordinal);
        await SaveAsync(Document with { Stage = OccurrenceStage.Settling, SettledAt = now, Excluded = [.. _excluded.Order(StringComparer.Ordinal)] },
            null, cancellationToken);
        // What was decided while that was being kept comes too late, whoever has heard of it already.
        ranking.FollowHidden(_excluded);
        ranking.MarkClosed();
    }

    private async ValueTask FinishSettlementAsync(CancellationToken cancellationToken)
    {
        if (Document.Stage == OccurrenceStage.Settling)
            await FreezeAsync(cancellationToken);
        if (Document.Stage != OccurrenceStage.Frozen)
            return;
        OccurrenceRanking ranking = Ranking!;
        var totals = new ReadOnlyDictionary<string, int>(new Dictionary<string, int>(StringComparer.Ordinal) { [""] = Document.Players });
        await ranking.DropPlaysAsync(totals, cancellationToken);
        ranking.Forget();
        int prizes = await GrantAsync(ranking, cancellationToken);
        await WithdrawFromDisqualifiedAsync(cancellationToken);
        await AloneAsync(() => SaveAsync(
            Document with { Stage = OccurrenceStage.Finished, Prizes = prizes, Removals = [] }, null, cancellationToken), cancellationToken);
        Log.TournamentSettled(_parts.Logger, Id, Document.Players, prizes);
    }

    private async ValueTask FreezeAsync(CancellationToken cancellationToken)
    {
        OccurrenceRanking ranking = Ranking!;
        await ranking.CloseAsync(cancellationToken);
        (RankedUser[] users, int total) = ranking.Standings.Find("")?.Page(0, int.MaxValue) ?? ([], 0);
        foreach (FrozenEntry[] places in FrozenPlaces.Of("", users, ranking.Rule.ScoreOf).Chunk(AtOnce))
            await SmallSteps.RunAsync(() => _parts.Rankings.FreezeAsync(ranking.Name, OccurrenceRanking.Window, places, cancellationToken), cancellationToken);
        // By user: in the order of places each would go into another page of the store.
        foreach (string[] userIds in users.Select(user => user.UserId).Order(StringComparer.Ordinal).Chunk(AtOnce))
            await SmallSteps.RunAsync(() => _parts.Tournaments.AddPlacedAsync(Id, userIds, cancellationToken), cancellationToken);
        await AloneAsync(() => SaveAsync(Document with { Stage = OccurrenceStage.Frozen, Players = total }, null, cancellationToken), cancellationToken);
    }

    private async ValueTask<int> GrantAsync(OccurrenceRanking ranking, CancellationToken cancellationToken)
    {
        var terms = new RewardTerms(Definition.MustClaim, Definition.ClaimWithin);
        int granted = 0;
        await foreach (RewardGrant[] sorted in GrantsAsync(ranking, cancellationToken).Where(grant => !_disqualified.ContainsKey(grant.UserId))
            .Chunk(SortedAtOnce).WithCancellation(cancellationToken))
            foreach (RewardGrant[] grants in sorted.OrderBy(grant => grant.Key, StringComparer.Ordinal).Chunk(GrantedAtOnce))
            {
                await SmallSteps.RunAsync(() => _parts.Rewards.AddAsync(grants, terms, cancellationToken), cancellationToken);
                granted += grants.Length;
            }

        return granted;
    }

    private async IAsyncEnumerable<RewardGrant> GrantsAsync(
        OccurrenceRanking ranking, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = new PrizeTable(Definition.Prizes, Definition.PrizeTies, ranking.Rule.Ascending, Document.Players);
        var group = new List<FrozenEntry>();
        for (int from = 0; from < Document.Players; from += AtOnce)
            foreach (FrozenEntry entry in await _parts.Rankings.ReadFrozenAsync(ranking.Name, OccurrenceRanking.Window, "", from, AtOnce, cancellationToken))
            {
                if (group.Count > 0 && (!table.NeedsGroups || group[0].Rank != entry.Rank))
                {
                    foreach (PrizeWin win in table.Of(group))
                        yield return Grant(win);
                    group.Clear();
                }

                if (entry.Rank > table.LastRank)
                    yield break;
                group.Add(entry);
            }

        if (group.Count > 0)
            foreach (PrizeWin win in table.Of(group))
                yield return Grant(win);
    }

    private RewardGrant Grant(PrizeWin win) => new()
    {
        Key = RewardKeys.OfPrize(Id, SettingText.Of(win.Prize), win.UserId),
        UserId = win.UserId,
        Source = RewardSource.Tournament,
        SourceId = Id,
        Period = Id,
        Reward = win.Reward,
        Rank = win.Rank,
        EarnedAt = Document.SettledAt!.Value,
    };
}
