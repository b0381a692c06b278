namespace Gamezop.Scores.Competitions;

/// <summary>By which rules plays are judged, from code.</summary>
public sealed class PlausibilityOptions
{
    private readonly List<PlausibilityRules> _rules = [];

    internal IReadOnlyList<PlausibilityRules> Rules => _rules;

    /// <summary>Adds rules.</summary>
    /// <param name="rules">The rules; copied.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="PlausibilityRulesException">They contradict themselves.</exception>
    public PlausibilityOptions Add(PlausibilityRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        PlausibilityValidation.Validate(rules);
        _rules.Add(rules.Copy());
        return this;
    }
}
