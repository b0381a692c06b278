using System.Collections.Concurrent;

namespace Gamezop.Scores.Competitions;

/// <content>Who takes part.</content>
internal sealed partial class Occurrence
{
    private readonly ConcurrentDictionary<string, JoinUnderWay> _joining = new(StringComparer.Ordinal);

    // How many are on their way to a place, and how many have one while the publisher decides. The first goes up in turn alone, and both go
    // down at any time.
    private int _entering;
    private int _asking;

    private static TournamentJoin NotAllowed => TournamentJoin.Refused("This user may not take part.");

    /// <summary>
    /// Lets a user take part. Once begun it is carried through, whether its caller waits or not: the publisher's gate may have taken an
    /// entry fee.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="admit">Asks the publisher under a key, and confirms the joining if that allows it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<TournamentJoin> JoinAsync(
        string userId, Func<string, Func<ValueTask<TournamentJoin>>, ValueTask<TournamentJoin>> admit, CancellationToken cancellationToken) =>
        // Two requests of one user are one wish.
        _joining.GetOrAdd(userId, id => new(join => JoinOnceAsync(id, join, admit))).Outcome.WaitAsync(cancellationToken);

    public ValueTask<IReadOnlyList<StoredTournamentPlayer>> ListJoinedAsync(string? after, int max, CancellationToken cancellationToken) =>
        _parts.Tournaments.ListJoinedAsync(Id, after, max, cancellationToken);

    public async ValueTask<StoredTournamentPlayer?> FindPlayerAsync(string userId, CancellationToken cancellationToken) =>
        await _parts.Tournaments.ReadPlayersAsync(Id, [userId], cancellationToken) is [var player] ? player : null;

    private async Task<TournamentJoin> JoinOnceAsync(
        string userId, JoinUnderWay underWay, Func<string, Func<ValueTask<TournamentJoin>>, ValueTask<TournamentJoin>> admit)
    {
        try
        {
            DateTimeOffset? known = null;
            var mayEnter = false;
            // Who removes occurrences looks, in its turn, for who is entering: nobody is asked for a fee for one that is about to go.
            await AloneAsync(
                async () =>
                {
                    if (_removed || underWay.IsEnded)
                        return;
                    known = (await FindPlayerAsync(userId, CancellationToken.None))?.JoinedAt;
                    mayEnter = known is null && CanJoin();
                    if (mayEnter)
                        Interlocked.Increment(ref _entering);
                },
                CancellationToken.None);
            if (known is { } since)
                return TournamentJoin.Joined(since);
            return mayEnter ? await EnterAsync(userId, underWay, admit) : TournamentJoin.Closed;
        }
        finally
        {
            _joining.TryRemove(userId, out _);
        }
    }

    // A place first: nobody is to pay for a tournament that is full.
    private async ValueTask<TournamentJoin> EnterAsync(
        string userId, JoinUnderWay underWay, Func<string, Func<ValueTask<TournamentJoin>>, ValueTask<TournamentJoin>> admit)
    {
        var maxPlayers = Definition.MaxPlayers;
        try
        {
            if (IsHidden(userId))
                return NotAllowed;
            if (!(await _parts.Tournaments.TakePlaceAsync(Id, userId, null, maxPlayers, CancellationToken.None)).IsTaken)
                return TournamentJoin.Full;
            Interlocked.Increment(ref _asking);
        }
        finally
        {
            Interlocked.Decrement(ref _entering);
        }

        TournamentJoin? join = null;
        try
        {
            join = await admit($"j/{Uri.EscapeDataString(Id)}/{Uri.EscapeDataString(userId)}", () => ConfirmAsync(userId, underWay, maxPlayers));
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
            if (join?.JoinedAt is null)
                await GiveBackPlaceAsync(userId);
        }

        return join;
    }

    // What is removed has taken its places along.
    private ValueTask GiveBackPlaceAsync(string userId) => AloneAsync(
        () => _removed ? default : _parts.Tournaments.GiveBackPlaceAsync(Id, userId, CancellationToken.None), CancellationToken.None);

    // A place that is held is held: a definition with fewer of them, which has come meanwhile, does not take it away. An erasure and a ban do.
    private async ValueTask<TournamentJoin> ConfirmAsync(string userId, JoinUnderWay underWay, int? heldOf)
    {
        TournamentJoin join = TournamentJoin.Closed;
        await AloneAsync(
            async () =>
            {
                if (underWay.IsEnded || !CanJoin())
                    return;
                if (IsHidden(userId))
                {
                    join = NotAllowed;
                    return;
                }

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

    // For whoever has the turn: a join that has begun before an erasure must not bring the user back.
    private void EndJoining(string userId)
    {
        if (_joining.TryGetValue(userId, out var underWay))
            underWay.IsEnded = true;
    }

    private bool CanJoin() => !_removed && Document.Stage == OccurrenceStage.Open && _parts.Time.GetUtcNow() < Document.EndsAt;

    /// <summary>One user's wish, from its beginning to its answer.</summary>
    private sealed class JoinUnderWay
    {
        private readonly Lazy<Task<TournamentJoin>> _outcome;
        private volatile bool _isEnded;

        public JoinUnderWay(Func<JoinUnderWay, Task<TournamentJoin>> carryOut) => _outcome = new(() => carryOut(this));

        /// <summary>What becomes of it; asked for the first time, it begins.</summary>
        public Task<TournamentJoin> Outcome => _outcome.Value;

        /// <summary>Whether it comes to nothing, whatever the publisher decides.</summary>
        public bool IsEnded
        {
            get => _isEnded;
            set => _isEnded = value;
        }
    }
}
