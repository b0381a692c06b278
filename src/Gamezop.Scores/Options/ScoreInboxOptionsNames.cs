using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>Refuses settings that there are not, by their paths, for a misspelt one would have no effect; and times that would be read as days.</summary>
internal sealed class ScoreInboxOptionsNames(IConfigurationSection section) : IValidateOptions<ScoreInboxOptions>
{
    private static readonly string[] Settings = [.. typeof(ScoreInboxOptions).GetProperties().Select(property => property.Name)];

    private static readonly string[] Times =
        [.. typeof(ScoreInboxOptions).GetProperties().Where(property => property.PropertyType == typeof(TimeSpan)).Select(property => property.Name)];

    public ValidateOptionsResult Validate(string? name, ScoreInboxOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var child in section.GetChildren())
            if (!Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                result.AddError($"'{child.Path}' is not a setting. The settings are {string.Join(", ", Settings)}.");
            else if (Times.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && child.Value is { Length: > 0 } text && !SettingTimes.IsTime(text))
                result.AddError($"'{child.Path}' is '{text}'; it must be a time like 00:00:05, of more than a day like 7.00:00:00.");
        return result.Build();
    }
}
