namespace Gamezop.Scores.Competitions;

/// <summary>Which events a tournament is about: every list that is not empty must match, ordinally.</summary>
internal sealed class TournamentFilter(TournamentDefinition definition)
{
    private readonly HashSet<string> _games = new(definition.Games, StringComparer.Ordinal);
    private readonly HashSet<string> _gamezopLeaderboards = new(definition.GamezopLeaderboards, StringComparer.Ordinal);
    private readonly HashSet<string> _countries = new(definition.Countries, StringComparer.Ordinal);

    /// <summary>Every event of a play says something about when it began, but for one that the game has only been loaded; final ones alone carry scores.</summary>
    public bool Matches(ScoreEvent scoreEvent) =>
        (scoreEvent.State is GameState.Over || (definition.MaxAttempts is not null && scoreEvent.State is not GameState.Loaded))
        && (_games.Count == 0 || _games.Contains(scoreEvent.GameCode))
        && (_gamezopLeaderboards.Count == 0 || (scoreEvent.LeaderboardId is { Length: > 0 } id && _gamezopLeaderboards.Contains(id)))
        && (_countries.Count == 0 || (CountryCode.Normalize(scoreEvent.Country) is { } country && _countries.Contains(country)));
}
