namespace Gamezop.Scores.Competitions;

/// <summary>Which events a tournament is about: every list that is not empty must match, ordinally.</summary>
internal sealed class TournamentFilter(TournamentDefinition definition)
{
    private readonly HashSet<string> _games = new(definition.Games, StringComparer.Ordinal);
    private readonly HashSet<string> _gamezopLeaderboards = new(definition.GamezopLeaderboards, StringComparer.Ordinal);
    private readonly HashSet<string> _sources = new(definition.Sources, StringComparer.Ordinal);
    private readonly HashSet<string> _countries = new(definition.Countries, StringComparer.Ordinal);

    /// <summary>Every event of a play says something about when it began, but for one that the game has only been loaded; final ones alone carry scores.</summary>
    public bool Matches(ScoreContext context) =>
        (context.Event.State is GameState.Over || (definition.MaxAttempts is not null && context.Event.State is not GameState.Loaded))
        && (_games.Count == 0 || _games.Contains(context.Event.GameCode))
        && (_gamezopLeaderboards.Count == 0 || (context.Event.LeaderboardId is { Length: > 0 } id && _gamezopLeaderboards.Contains(id)))
        && (_sources.Count == 0 || (context.Source is { } source && _sources.Contains(source)))
        && (_countries.Count == 0 || (CountryCode.Normalize(context.Event.Country) is { } country && _countries.Contains(country)));
}
