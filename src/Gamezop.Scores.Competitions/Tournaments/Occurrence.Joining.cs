using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <content>Who takes part.</content>
internal sealed partial class Occurrence
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TournamentJoin>>> _joining = new(StringComparer.Ordinal);

    // How many are on their way in. It goes up in turn alone, and down at any time.
    private int _entering;

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
            DateTimeOffset? known = null;
            var mayEnter = false;
            // Who removes occurrences looks, in its turn, for who is entering: nobody is asked for a fee for one that is about to go.
            await AloneAsync(
                async () =>
                {
                    if (_removed)
                        return;
                    known = (await FindPlayerAsync(userId, CancellationToken.None))?.JoinedAt;
                    mayEnter = known is null && CanJoin();
                    if (mayEnter)
                        Interlocked.Increment(ref _entering);
                },
                CancellationToken.None);
            if (known is { } since)
                return TournamentJoin.Joined(since);
            return mayEnter ? await EnterAsync(userId, ask) : TournamentJoin.Closed;
        }
        finally
        {
            _joining.TryRemove(userId, out _);
        }
    }

    private async ValueTask<TournamentJoin> EnterAsync(string userId, Func<string, ValueTask<TournamentGateAnswer>> ask)
    {
        try
        {
            return IsHidden(userId) ? TournamentJoin.Refused("This user may not take part.") : await AskAsync(userId, ask);
        }
        finally
        {
            Interlocked.Decrement(ref _entering);
        }
    }

    // A place first: nobody is to pay for a tournament that is full.
    private async ValueTask<TournamentJoin> AskAsync(string userId, Func<string, ValueTask<TournamentGateAnswer>> ask)
    {
        var maxPlayers = Definition.MaxPlayers;
        if (!(await _parts.Tournaments.TakePlaceAsync(Id, userId, null, maxPlayers, CancellationToken.None)).IsTaken)
            return TournamentJoin.Full;
        TournamentJoin? join = null;
        try
        {
            TournamentGateAnswer answer = await ask($"j/{Uri.EscapeDataString(Id)}/{Uri.EscapeDataString(userId)}");
            join = answer.IsAllowed ? await ConfirmAsync(userId, maxPlayers) : TournamentJoin.Refused(answer.Reason);
        }
        finally
        {
            if (join?.JoinedAt is null)
                await _parts.Tournaments.GiveBackPlaceAsync(Id, userId, CancellationToken.None);
        }

        return join;
    }

    // A place that is held is held: a definition with fewer of them, which has come meanwhile, does not take it away.
    private async ValueTask<TournamentJoin> ConfirmAsync(string userId, int? heldOf)
    {
        TournamentJoin join = TournamentJoin.Closed;
        await AloneAsync(
            async () =>
            {
                if (!CanJoin())
                    return;
                DateTimeOffset now = _parts.Time.GetUtcNow();
                var maxPlayers = heldOf is { } held && Definition.MaxPlayers is { } most ? Math.Max(held, most) : (int?)null;
                TournamentPlace place = await _parts.Tournaments.TakePlaceAsync(
                    Id, userId, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)), maxPlayers, CancellationToken.None);
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
