using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions;

/// <summary>
/// Compares ranks in memory with a count over the store: a few users of one ranking at a time, since a count reads the whole ranking. Writing goes on meanwhile; each change can
/// move a rank by one, so a count may differ by as many as there were.
/// </summary>
internal sealed class RankingSelfCheck(BoardCatalog catalog, ILeaderboardStore store, ILogger<RankingSelfCheck> logger)
{
    private const int UsersAtOnce = 3;
    private const int Looks = 3;

    private readonly ConcurrentDictionary<string, string> _wrong = new(StringComparer.Ordinal);
    private int _turn;

    /// <summary>What was wrong when it was last looked at; empty when nothing was.</summary>
    public IReadOnlyCollection<string> Wrong => [.. _wrong.Values];

    /// <summary>Looks at the next ranking.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        List<(Board Board, OpenWindow Window, string Partition)> rankings =
        [
            .. from one in catalog.Boards.OrderBy(board => board.Id, StringComparer.Ordinal)
               from open in one.Scope.OpenWindows.OrderBy(window => window.Span.Key, StringComparer.Ordinal)
               from key in open.Partitions.Select(partition => partition.Key).Order(StringComparer.Ordinal)
               select (one, open, key),
        ];
        // What is gone is not wrong any more.
        foreach (string gone in _wrong.Keys.Except(rankings.Select(ranking => Name(ranking.Board, ranking.Window, ranking.Partition))))
            _wrong.TryRemove(gone, out _);
        if (rankings.Count == 0)
            return;
        (Board board, OpenWindow window, string partition) = rankings[_turn++ % rankings.Count];
        string name = Name(board, window, partition);
        string? error = "";
        // A ban or an erasure is in the store a moment before it is in memory: what is wrong stays wrong.
        for (int look = 0; look < Looks && error is not null; look++)
            error = await FindErrorAsync(board, window, partition, cancellationToken);
        // Closed, rebuilt or deleted meanwhile: what was compared is not there any more.
        if (error is null || board.Scope.FindOpen(window.Span.Key) != window)
        {
            _wrong.TryRemove(name, out _);
            return;
        }

        Log.RankWrong(logger, name, error);
        _wrong[name] = $"{name}: {error}";
    }

    private static string Name(Board board, OpenWindow window, string partition) =>
        partition.Length == 0 ? $"{board.Id}/{window.Span.Key}" : $"{board.Id}/{window.Span.Key}/{LogText.Escape(partition)}";

    private async ValueTask<string?> FindErrorAsync(Board board, OpenWindow window, string partition, CancellationToken cancellationToken)
    {
        if (window.Find(partition) is not { Count: > 0 } standings)
            return null;
        for (int i = 0; i < UsersAtOnce; i++)
        {
            string scope = board.Scope.Name;
            if (standings.Page(RandomNumberGenerator.GetInt32(Math.Max(1, standings.Count)), 1).Users is not [var sampled])
                continue;
            string userId = sampled.UserId;
            (RankedUser before, long version) = await LookAsync(board, standings, userId, cancellationToken);
            var key = new PlayerKey(window.Span.Key, partition, userId);
            PlayerEntry? kept = (await store.ReadPlayersAsync(scope, [new PlayerRead(key, [])], cancellationToken))[0].Entry;
            int counted = await store.CountAheadAsync(scope, key, before.Key, new DateTimeOffset(before.Ticks, TimeSpan.Zero), cancellationToken);
            (RankedUser after, long changed) = await LookAsync(board, standings, userId, cancellationToken);
            if (before.UserId is null || (before.Key, before.Ticks) != (after.Key, after.Ticks))
                continue;
            if (kept is null || (kept.Key, kept.AchievedAt.UtcTicks) != (before.Key, before.Ticks))
                return "a user's score in memory is not the one in the store.";
            if (Math.Abs((long)counted - before.Position) > changed - version)
                return FormattableString.Invariant($"a user is at position {before.Position + 1} in memory, and {counted} are ahead in the store.");
        }

        return null;
    }

    // While nothing is written: what is in the store is in memory too.
    private static async ValueTask<(RankedUser User, long Version)> LookAsync(Board board, Standings standings, string userId, CancellationToken cancellationToken)
    {
        (RankedUser User, long Version) seen = default;
        await board.AloneAsync(
            _ =>
            {
                standings.TryFind(userId, out RankedUser user);
                seen = (user, standings.Version);
                return default;
            },
            cancellationToken);
        return seen;
    }
}
