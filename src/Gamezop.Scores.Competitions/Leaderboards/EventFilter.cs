namespace Gamezop.Scores.Competitions;

/// <summary>Which events a definition is about: every list that is not empty must match, ordinally.</summary>
internal sealed class EventFilter(LeaderboardDefinition definition)
{
    private readonly HashSet<string> _games = new(definition.Games, StringComparer.Ordinal);
    private readonly HashSet<string> _gamezopLeaderboards = new(definition.GamezopLeaderboards, StringComparer.Ordinal);
    private readonly HashSet<string> _sources = new(definition.Sources, StringComparer.Ordinal);

    public bool Matches(ScoreContext context) =>
        Counts(context.Event.State)
        && MatchesGame(context.Event.GameCode)
        && (_gamezopLeaderboards.Count == 0 || (context.Event.LeaderboardId is { Length: > 0 } id && _gamezopLeaderboards.Contains(id)))
        && (_sources.Count == 0 || (context.Source is { } source && _sources.Contains(source)));

    public bool MatchesGame(string gameCode) => _games.Count == 0 || _games.Contains(gameCode);

    // A score of 0 when a game loads or starts would win every ascending board.
    private bool Counts(GameState state) => state is GameState.Over || (definition.Counts == LeaderboardCounts.Live && state is GameState.Playing or GameState.LevelUp);
}
