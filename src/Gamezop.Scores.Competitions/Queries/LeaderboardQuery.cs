namespace Gamezop.Scores.Competitions;

/// <summary>Which ranking is asked for. A board's id converts to a query of its current window.</summary>
/// <param name="LeaderboardId">The board's id.</param>
/// <param name="Window"><c>current</c>, <c>previous</c> or a window's key, e.g. <c>2026-11-23</c>.</param>
/// <param name="Partition">A game code or country, on a board that has such partitions; null or empty for everybody's ranking.</param>
public sealed record LeaderboardQuery(string LeaderboardId, string Window = LeaderboardQuery.Current, string? Partition = null)
{
    /// <summary>The window that holds the present instant; the only one of a range.</summary>
    public const string Current = "current";

    /// <summary>The window before the current one.</summary>
    public const string Previous = "previous";

    /// <summary>The current window of a board.</summary>
    /// <param name="leaderboardId">The board's id.</param>
    public static implicit operator LeaderboardQuery(string leaderboardId) => FromString(leaderboardId);

    /// <summary>The current window of a board.</summary>
    /// <param name="leaderboardId">The board's id.</param>
    /// <returns>The query.</returns>
    public static LeaderboardQuery FromString(string leaderboardId) => new(leaderboardId);
}
