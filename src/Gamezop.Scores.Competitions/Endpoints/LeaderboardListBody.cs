namespace Gamezop.Scores.Competitions;

internal sealed record LeaderboardListBody(IReadOnlyList<LeaderboardListItem> Leaderboards)
{
    public static LeaderboardListBody Of(IReadOnlyList<LeaderboardDefinition> definitions) => new([.. definitions.Select(LeaderboardListItem.Of)]);
}
