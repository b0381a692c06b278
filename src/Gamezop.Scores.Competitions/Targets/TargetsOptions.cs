namespace Gamezop.Scores.Competitions;

/// <summary>Which targets there are, from code.</summary>
public sealed class TargetsOptions
{
    private readonly List<TargetDefinition> _definitions = [];

    internal IReadOnlyList<TargetDefinition> Definitions => _definitions;

    /// <summary>Adds a target.</summary>
    /// <param name="definition">The target; copied.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="TargetDefinitionException">The definition breaks a rule, or there is a target of that id.</exception>
    public TargetsOptions Add(TargetDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        TargetValidation.Validate(definition);
        if (_definitions.Any(other => other.Id == definition.Id))
            throw new TargetDefinitionException(definition.Id, nameof(definition.Id), "is used twice");
        _definitions.Add(definition.Copy());
        return this;
    }
}
