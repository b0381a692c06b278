using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>Refuses settings that there are not, by their paths: a misspelt one would have no effect.</summary>
internal sealed class ScoreInboxOptionsNames(IConfigurationSection section) : IValidateOptions<ScoreInboxOptions>
{
    private static readonly string[] Settings = [.. typeof(ScoreInboxOptions).GetProperties().Select(property => property.Name)];

    public ValidateOptionsResult Validate(string? name, ScoreInboxOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var child in section.GetChildren())
            if (!Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                result.AddError($"'{child.Path}' is not a setting. The settings are {string.Join(", ", Settings)}.");
        return result.Build();
    }
}
