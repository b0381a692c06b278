namespace Gamezop.Scores.Competitions;

/// <summary>Which tournaments there are, from code, and how many occurrences stay when they are over.</summary>
public sealed class TournamentsOptions
{
    private readonly List<TournamentDefinition> _definitions = [];

    /// <summary>How many finished or cancelled occurrences of a recurring tournament stay, those that started last; 0 keeps all. Default: 10,000. Older ones go with their places; rewards stay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int FinishedKept
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10_000;

    internal IReadOnlyList<TournamentDefinition> Definitions => _definitions;

    /// <summary>Adds a tournament.</summary>
    /// <param name="definition">The tournament; copied.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="TournamentDefinitionException">The definition breaks a rule, or there is a tournament of that id.</exception>
    public TournamentsOptions Add(TournamentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        TournamentValidation.Validate(definition);
        if (_definitions.Any(other => other.Id == definition.Id))
            throw new TournamentDefinitionException(definition.Id, nameof(definition.Id), "is used twice");
        _definitions.Add(definition.Copy());
        return this;
    }
}
