namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

internal static class Events
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, default);

    /// <summary>A final score that arrives a second after it was made.</summary>
    public static Event Over(string user, double score, int second = 0, string play = "", string game = "NyM_JGWcx", string? leaderboard = null, string? country = null) =>
        At(Noon.AddSeconds(second), user, score, GameState.Over, play.Length == 0 ? $"{user}-{second}" : play, game, leaderboard, country);

    public static Event At(
        DateTimeOffset at, string user, double score, GameState state = GameState.Over, string play = "p", string game = "NyM_JGWcx", string? leaderboard = null, string? country = null) =>
        new(
            new ScoreEvent
            {
                GameCode = game,
                SessionId = "s",
                GamePlayId = play,
                SubId = user,
                State = state,
                Timestamp = at,
                Score = score,
                LeaderboardId = leaderboard,
                Country = country,
            },
            at.AddSeconds(1));
}
