using Microsoft.Extensions.Configuration;

namespace Gamezop.Scores.Competitions;

/// <summary>Reads the targets of a configuration section.</summary>
internal static class TargetConfiguration
{
    private static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase) { "Games", "GamezopLeaderboards", "Sources", "Countries", "Users" };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "Id", "TimeZone", "Within", "Period", "MustClaim", "ClaimWithin", "MaxGrants", "ActiveFrom", "ActiveUntil",
    };

    private static readonly Dictionary<string, HashSet<string>> Objects = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Goal"] = new(StringComparer.OrdinalIgnoreCase) { "Kind", "Value" },
        ["Reward"] = new(StringComparer.OrdinalIgnoreCase) { "Kind", "Amount", "Data" },
    };

    /// <exception cref="FormatException">A key is unknown or a value cannot be read; the message names the path.</exception>
    public static IReadOnlyList<TargetDefinition> Read(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 })
            throw new FormatException($"{section.Path} is a text; it must be a list of targets.");
        var definitions = new List<TargetDefinition>();
        foreach (IConfigurationSection target in section.GetChildren())
        {
            Check(target);
            var settings = new TargetSettings();
            target.Bind(settings);
            definitions.Add(TargetSettingsMap.ToDefinition(settings, target.Path));
            SettingText.CheckId(settings.Id, target.Path);
        }

        return definitions;
    }

    private static void Check(IConfigurationSection target)
    {
        CheckObject(target, "a target");
        foreach (IConfigurationSection member in target.GetChildren())
            if (Objects.TryGetValue(member.Key, out HashSet<string>? members))
            {
                CheckObject(member, $"a {member.Key}");
                foreach (IConfigurationSection inner in member.GetChildren())
                    CheckText(inner, members, $"a {member.Key}");
            }
            else if (Lists.Contains(member.Key))
                CheckList(member);
            else
                CheckText(member, Texts, "a target");
    }

    private static void CheckObject(IConfigurationSection section, string what)
    {
        if (section.Value is { Length: > 0 })
            throw new FormatException($"{section.Path} is a text; {what} is an object.");
    }

    private static void CheckList(IConfigurationSection list)
    {
        if (list.Value is { Length: > 0 })
            throw new FormatException($"{list.Path} is a text; it must be a list.");
        if (list.GetChildren().FirstOrDefault(element => element.Value is null) is { } element)
            throw new FormatException($"{element.Path} is not a text.");
    }

    private static void CheckText(IConfigurationSection text, HashSet<string> known, string what)
    {
        if (!known.Contains(text.Key))
            throw new FormatException($"{text.Path} is not a setting of {what}. There are {string.Join(", ", what == "a target" ? known.Concat(Lists).Concat(Objects.Keys) : known)}.");
        if (text.GetChildren().Any())
            throw new FormatException($"{text.Path} is not a text.");
    }
}
