namespace Gamezop.Scores.Competitions;

/// <summary>A window that somebody has scored in.</summary>
/// <param name="Key">The window's key.</param>
/// <param name="StartsAt">The first instant inside, or <see cref="DateTimeOffset.MinValue"/>.</param>
/// <param name="EndsAt">The first instant after it, or <see cref="DateTimeOffset.MaxValue"/>.</param>
/// <param name="State">How far closing has come.</param>
/// <param name="Totals">Of a closed window: how many users were ranked, by partition; empty otherwise.</param>
public sealed record StoredWindow(string Key, DateTimeOffset StartsAt, DateTimeOffset EndsAt, StoredWindowState State, IReadOnlyDictionary<string, int> Totals)
{
    /// <summary>Of a closed window: which numbers equal scores have.</summary>
    public LeaderboardRanking Ranking { get; init; }
}
