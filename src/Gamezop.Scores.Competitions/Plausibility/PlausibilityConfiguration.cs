using Microsoft.Extensions.Configuration;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads the rules of a configuration section.</summary>
internal static class PlausibilityConfiguration
{
    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "MaxScorePerSecond", "MaxScore", "MinScore", "MinDuration", "MaxDuration", "ClockTolerance", "StateOrder", "OneUserPerPlay", "OneCountryPerSession", "Outcome",
    };

    /// <exception cref="FormatException">A key is unknown or a value cannot be read; the message names the path.</exception>
    public static IReadOnlyList<PlausibilityRules> Read(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 })
            throw new FormatException($"{section.Path} is a text; it must be a list of rules.");
        var rules = new List<PlausibilityRules>();
        foreach (IConfigurationSection element in section.GetChildren())
        {
            Check(element);
            var settings = new PlausibilitySettings();
            element.Bind(settings);
            rules.Add(PlausibilitySettingsMap.ToRules(settings, element.Path));
        }

        return rules;
    }

    private static void Check(IConfigurationSection rules)
    {
        if (rules.Value is { Length: > 0 })
            throw new FormatException($"{rules.Path} is a text; rules are an object.");
        foreach (IConfigurationSection member in rules.GetChildren())
            if (string.Equals(member.Key, "Games", StringComparison.OrdinalIgnoreCase))
                CheckList(member);
            else if (!Texts.Contains(member.Key))
                throw new FormatException($"{member.Path} is not a setting of plausibility. There are Games, {string.Join(", ", Texts)}.");
            else if (member.GetChildren().Any())
                throw new FormatException($"{member.Path} is not a text.");
    }

    private static void CheckList(IConfigurationSection list)
    {
        if (list.Value is { Length: > 0 })
            throw new FormatException($"{list.Path} is a text; it must be a list.");
        if (list.GetChildren().FirstOrDefault(element => element.Value is null) is { } element)
            throw new FormatException($"{element.Path} is not a text.");
    }
}
