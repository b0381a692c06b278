using Gamezop.Scores.Competitions.Tests.Leaderboards;

namespace Gamezop.Scores.Competitions.Tests.Targets;

/// <summary>Targets and events of one game, short enough to be read beside what is expected of them.</summary>
internal static class TargetEvents
{
    public const string Game = "NyM_JGWcx";

    public static TargetDefinition Target(TargetGoal goal, TargetPeriod period = TargetPeriod.Once, TimeSpan? within = null) =>
        new() { Id = "t", Goal = goal, Period = period, Within = within, Reward = new Reward("coins", 50) };

    /// <summary>An event that arrives a second after it happened.</summary>
    public static Event At(DateTimeOffset at, string user, double score, GameState state = GameState.Over, string play = "p", double? duration = null, string? country = null, string game = Game, string? leaderboard = null)
    {
        var scoreEvent = new ScoreEvent
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
            Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        return new Event(scoreEvent, at.AddSeconds(1));
    }

    /// <summary>So many seconds after noon.</summary>
    public static Event At(int second, string user, double score, GameState state = GameState.Over, string play = "p", double? duration = null, string? country = null, string game = Game, string? leaderboard = null) =>
        At(Events.Noon.AddSeconds(second), user, score, state, play, duration, country, game, leaderboard);
}
