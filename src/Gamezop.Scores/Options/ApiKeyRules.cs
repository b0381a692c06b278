using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>The rules of api keys and of the sources that they belong to. No message holds a key.</summary>
internal sealed class ApiKeyRules(IConfiguration? configuration, string path)
{
    // What stands between a stranger and the leaderboards: a word can be guessed, 16 random characters can't.
    private const int MinLength = 16;

    private const int MaxLength = 1024;

    private const string ApiKeys = nameof(GamezopScoresOptions.ApiKeys);

    private const string Sources = nameof(GamezopScoresOptions.Sources);

    private readonly string _sources = $"{path}:{Sources}";

    public void Check(GamezopScoresOptions options, ValidateOptionsResultBuilder result)
    {
        CheckSettings(result);
        if (options.ApiKeys.Count == 0 && options.Sources.Count == 0 && !options.AllowAnonymous)
            result.AddError(
                $"No api key is configured, so nobody could be told from Gamezop. Write the key that you gave to Gamezop under '{path}:{ApiKeys}' " +
                $"(a list: \"ApiKeys\": [\"…\"] in appsettings.json, or the environment variable {Variable($"{path}:{ApiKeys}:0")}), " +
                $"or set '{path}:AllowAnonymous' to true to take scores from anybody.");

        var known = new Dictionary<string, (string? Source, string Path)>(StringComparer.Ordinal);
        CheckKeys(options.ApiKeys, null, $"{path}:{ApiKeys}", known, result);
        foreach (var (name, source) in options.Sources)
        {
            if (SubRules.Check(name, "name of the source") is { } error)
                result.AddError($"'{_sources}' has a name that can't be used. {error}");
            else if (name.Contains(':', StringComparison.Ordinal))
                result.AddError($"'{_sources}' has the name '{name}', which holds a colon: configuration could not name it.");
            else if (source is null || source.ApiKeys.Count == 0)
                result.AddError($"'{_sources}:{name}' has no api key. Write the key that you gave to Gamezop for it under "
                    + $"'{_sources}:{name}:{ApiKeys}', or remove the source.");
            else
                CheckKeys(source.ApiKeys, name, $"{_sources}:{name}:{ApiKeys}", known, result);
        }

        // Configuration does not tell them apart, so what is told apart here would change with where it is written.
        foreach (var alike in options.Sources.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            result.AddError($"'{_sources}' has names that differ in case only: {string.Join(", ", alike)}.");
    }

    // The binder passes over what it does not know, and over a plain value where a list or an object belongs.
    private void CheckSettings(ValidateOptionsResultBuilder result)
    {
        CheckList(configuration, $"{path}:{ApiKeys}", result);
        if (!string.IsNullOrEmpty(configuration?[Sources]))
            result.AddError($"'{_sources}' is a single value; write an object of sources: {{ \"my-app\": {{ \"ApiKeys\": [\"…\"] }} }}.");
        foreach (var source in configuration?.GetSection(Sources).GetChildren() ?? [])
        {
            if (!string.IsNullOrEmpty(source.Value))
                result.AddError($"'{source.Path}' is a single value; a source is an object: {{ \"ApiKeys\": [\"…\"] }}.");
            foreach (var other in source.GetChildren().Where(child => !ApiKeys.Equals(child.Key, StringComparison.OrdinalIgnoreCase)))
                result.AddError($"'{other.Path}' is not a setting. A source has {ApiKeys} alone.");
            CheckList(source, $"{source.Path}:{ApiKeys}", result);
        }
    }

    private static void CheckList(IConfiguration? section, string list, ValidateOptionsResultBuilder result)
    {
        if (!string.IsNullOrEmpty(section?[ApiKeys]))
            result.AddError($"'{list}' is a single value; write a list: [\"…\"] in JSON, {Variable(list)}__0 in the environment.");
    }

    private static void CheckKeys(
        IList<string> keys, string? source, string list, Dictionary<string, (string? Source, string Path)> known, ValidateOptionsResultBuilder result)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var here = $"{list}:{i}";
            if (string.IsNullOrEmpty(keys[i]))
                result.AddError($"'{here}' is empty. Write the key, or remove the entry.");
            else if (!CharacterRules.IsPlain(keys[i]))
                result.AddError($"'{here}' holds white space or a character outside visible ASCII, which a header can't carry faithfully.");
            else if (keys[i].Length < MinLength)
                result.AddError($"'{here}' has {keys[i].Length} characters; at least {MinLength} are needed. Make a key with: openssl rand -hex 24");
            else if (keys[i].Length > MaxLength)
                result.AddError($"'{here}' is longer than {MaxLength} characters.");
            else if (known.TryGetValue(keys[i], out var other) && other.Source != source)
                result.AddError($"'{here}' and '{other.Path}' are the same key, so it could not tell which source a call is from. Give "
                    + "each source a key of its own.");
            else
                known.TryAdd(keys[i], (source, here));
        }
    }

    private static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);
}
