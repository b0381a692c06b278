using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>The rules that no attribute can say, with messages that tell what to write where.</summary>
internal sealed partial class GamezopScoresOptionsRules(IConfiguration? configuration, IEnumerable<FeatureSection> read)
    : IValidateOptions<GamezopScoresOptions>
{
    private const string Section = "Gamezop";

    private const int MinSubKeyBytes = 16;

    private static readonly string[] Settings =
    [
        nameof(GamezopScoresOptions.ApiKeys), nameof(GamezopScoresOptions.Sources), nameof(GamezopScoresOptions.SubKeys),
        nameof(GamezopScoresOptions.AcceptUnsignedSubsUntil), nameof(GamezopScoresOptions.MaxBodyBytes), nameof(GamezopScoresOptions.MaxAdditionalBytes),
        nameof(GamezopScoresOptions.AllowAnonymous),
    ];

    private readonly string _path = (configuration as IConfigurationSection)?.Path ?? Section;

    public ValidateOptionsResult Validate(string? name, GamezopScoresOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckNames(result);
        new ApiKeyRules(configuration, _path).Check(options, result);
        CheckSubKeys(options, result);
        CheckInstant(result);
        return result.Build();
    }

    private void CheckNames(ValidateOptionsResultBuilder result)
    {
        if (configuration is IConfigurationRoot && configuration.GetSection(Section).Exists())
        {
            result.AddError($"AddGamezopScores was given the whole configuration; give it the section: builder.Configuration.GetSection(\"{Section}\").");
            return;
        }

        var paths = read.Select(section => section.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var child in configuration?.GetChildren() ?? [])
        {
            if (!Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && !FeatureSection.Known.ContainsKey(child.Key) && !paths.Contains(child.Path))
                result.AddError($"'{child.Path}' is not a setting. The settings are {string.Join(", ", Settings)}; the sections are "
                    + $"{string.Join(", ", FeatureSection.Known.Keys)}.");
        }

        // The binder passes over a plain value where a list belongs, as if it weren't there.
        const string list = nameof(GamezopScoresOptions.SubKeys);
        if (!string.IsNullOrEmpty(configuration?[list]))
            result.AddError($"'{_path}:{list}' is a single value; write a list: [\"…\"] in JSON, "
                + $"{_path.Replace(":", "__", StringComparison.Ordinal)}__{list}__0 in the environment.");
    }

    private void CheckSubKeys(GamezopScoresOptions options, ValidateOptionsResultBuilder result)
    {
        for (var i = 0; i < options.SubKeys.Count; i++)
        {
            var text = options.SubKeys[i];
            var bytes = new byte[text?.Length ?? 0];
            if (string.IsNullOrEmpty(text) || !Convert.TryFromBase64String(text, bytes, out var length))
                result.AddError($"'{_path}:SubKeys:{i}' is not base64. Make a key with: openssl rand -base64 32");
            else if (length < MinSubKeyBytes)
                result.AddError($"'{_path}:SubKeys:{i}' holds {length} bytes; at least {MinSubKeyBytes} are needed. Make a key with: openssl rand -base64 32");
        }
    }

    // The binder takes an instant without an offset as the machine's own time: it would be another moment on another machine.
    private void CheckInstant(ValidateOptionsResultBuilder result)
    {
        if (configuration?[nameof(GamezopScoresOptions.AcceptUnsignedSubsUntil)] is { Length: > 0 } text && !OffsetAtEnd().IsMatch(text))
            result.AddError($"'{_path}:AcceptUnsignedSubsUntil' has no offset. Write an instant like 2026-12-01T00:00:00Z or 2026-12-01T05:30:00+05:30.");
    }

    [GeneratedRegex(@"(Z|[+-]\d\d:\d\d)\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OffsetAtEnd();
}
