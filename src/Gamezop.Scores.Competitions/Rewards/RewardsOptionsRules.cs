using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores.Competitions;

/// <summary>Checks the names of the settings and their ranges.</summary>
internal sealed class RewardsOptionsRules(IConfigurationSection? section) : IValidateOptions<RewardsOptions>
{
    private static readonly string[] Settings = [.. typeof(RewardsOptions).GetProperties().Select(property => property.Name)];

    private static readonly string[] Times = [.. typeof(RewardsOptions).GetProperties().Where(property => property.PropertyType == typeof(TimeSpan)).Select(property => property.Name)];

    public ValidateOptionsResult Validate(string? name, RewardsOptions options)
    {
        var errors = new List<string>();
        foreach (IConfigurationSection child in section?.GetChildren() ?? [])
            if (!Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                errors.Add($"'{child.Path}' is not a setting. The settings are {string.Join(", ", Settings)}.");
            else if (Times.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && child.Value is { Length: > 0 } text && !SettingText.IsSpan(text))
                errors.Add($"'{child.Path}' is '{text}'; it must be a time like 00:00:05, of more than a day like 7.00:00:00.");
        Check(nameof(options.MaxAttempts), options.MaxAttempts, 1, 1_000);
        Check(nameof(options.FirstRetryDelay), options.FirstRetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        Check(nameof(options.MaxRetryDelay), options.MaxRetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(7));
        Check(nameof(options.HandlerTimeout), options.HandlerTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Check(nameof(options.Concurrency), options.Concurrency, 1, 1_024);
        Check(nameof(options.DegradedDeadLetters), options.DegradedDeadLetters, 1, 1_000_000_000);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check<T>(string member, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                errors.Add($"Gamezop:Rewards:{member} must be between {least} and {most}.");
        }
    }
}
