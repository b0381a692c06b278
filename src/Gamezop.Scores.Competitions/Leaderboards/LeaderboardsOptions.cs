namespace Gamezop.Scores.Competitions;

/// <summary>Which leaderboards there are, from code.</summary>
public sealed class LeaderboardsOptions
{
    private readonly List<LeaderboardDefinition> _definitions = [];

    /// <summary>
    /// When set, entries show ids made with this secret instead of user ids: the same for a user everywhere, and of no use to anybody else. At least 16 bytes. Default: none.
    /// </summary>
    public byte[]? AnonymousIdKey { get; set; }

    internal IReadOnlyList<LeaderboardDefinition> Definitions => _definitions;

    /// <summary>Adds a board.</summary>
    /// <param name="definition">The board; copied.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="LeaderboardDefinitionException">The definition breaks a rule, or there is a board of that id.</exception>
    public LeaderboardsOptions Add(LeaderboardDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        LeaderboardValidation.Validate(definition);
        if (_definitions.Any(other => other.Id == definition.Id))
            throw new LeaderboardDefinitionException(definition.Id, nameof(definition.Id), "is used twice");
        _definitions.Add(definition.Copy());
        return this;
    }
}
