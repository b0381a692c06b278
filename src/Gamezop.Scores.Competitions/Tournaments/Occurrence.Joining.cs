using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <content>Who takes part.</content>
internal sealed partial class Occurrence
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TournamentJoin>>> _joining = new(StringComparer.Ordinal);

    /// <summary>
    /// Lets a user take part. Once begun it is carried through, whether its caller waits or not: the publisher's gate may have taken an
    /// entry fee.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="ask">Asks the publisher, under a key.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<TournamentJoin> JoinAsync(string userId, Func<string, ValueTask<TournamentGateAnswer>> ask, CancellationToken cancellationToken) =>
        // Two requests of one user are one wish.
        _joining.GetOrAdd(userId, id => new(() => JoinOnceAsync(id, ask))).Value.WaitAsync(cancellationToken);

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListJoinedAsync(string? after, int max, CancellationToken cancellationToken) =>
        _parts.Tournaments.ListJoinedAsync(Id, after, max, cancellationToken);

    public async ValueTask<StoredTournamentPlayer?> FindPlayerAsync(string userId, CancellationToken cancellationToken) =>
        await _parts.Tournaments.ReadPlayersAsync(Id, [userId], cancellationToken) is [var player] ? player : null;

    private async Task<TournamentJoin> JoinOnceAsync(string userId, Func<string, ValueTask<TournamentGateAnswer>> ask)
    {
        try
        {
            if (await FindPlayerAsync(userId, CancellationToken.None) is { JoinedAt: { } since })
                return TournamentJoin.Joined(since);
            if (!CanJoin())
                return TournamentJoin.Closed;
            if (IsHidden(userId))
                return TournamentJoin.Refused("This user may not take part.");
            return await AskAsync(userId, ask);
        }
        finally
        {
            _joining.TryRemove(userId, out _);
        }
    }

    // A place first: nobody is to pay for a tournament that is full.
    private async ValueTask<TournamentJoin> AskAsync(string userId, Func<string, ValueTask<TournamentGateAnswer>> ask)
    {
        if (!(await _parts.Tournaments.TakePlaceAsync(Id, userId, null, Definition.MaxPlayers, CancellationToken.None)).IsTaken)
            return TournamentJoin.Full;
        TournamentJoin? join = null;
        try
        {
            TournamentGateAnswer answer = await ask($"j/{Uri.EscapeDataString(Id)}/{Uri.EscapeDataString(userId)}");
            join = answer.IsAllowed ? await ConfirmAsync(userId) : TournamentJoin.Refused(answer.Reason);
        }
        finally
        {
            if (join?.JoinedAt is null)
                await _parts.Tournaments.GiveBackPlaceAsync(Id, userId, CancellationToken.None);
        }

        return join;
    }

    private async ValueTask<TournamentJoin> ConfirmAsync(string userId)
    {
        TournamentJoin join = TournamentJoin.Closed;
        await AloneAsync(
            async () =>
            {
                if (!CanJoin())
                    return;
                DateTimeOffset now = _parts.Time.GetUtcNow();
                TournamentPlace place = await _parts.Tournaments.TakePlaceAsync(
                    Id, userId, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)), Definition.MaxPlayers, CancellationToken.None);
                join = place.JoinedAt is { } since ? TournamentJoin.Joined(since) : TournamentJoin.Full;
                if (place.JoinedAt is null)
                    return;
                Interlocked.Increment(ref _joined);
                if (Definition.JoinRequired)
                    foreach (OccurrenceRanking? ranking in (OccurrenceRanking?[])[Ranking, _building])
                        if (ranking is not null)
                            await ranking.FoldAheadAsync([userId], CancellationToken.None);
            },
            CancellationToken.None);
        return join;
    }

    private bool CanJoin() => !_removed && Document.Stage == OccurrenceStage.Open && _parts.Time.GetUtcNow() < Document.EndsAt;
}
