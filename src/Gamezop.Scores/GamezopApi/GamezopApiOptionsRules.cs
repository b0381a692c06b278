using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gamezop.Scores;

/// <summary>The rules that no attribute can say, with messages that tell what to write where.</summary>
internal sealed class GamezopApiOptionsRules(IConfiguration? configuration) : IValidateOptions<GamezopApiOptions>
{
    private static readonly TimeSpan MaxCacheDuration = TimeSpan.FromDays(30);

    private static readonly string[] Settings =
    [
        nameof(GamezopApiOptions.Form), nameof(GamezopApiOptions.Token), nameof(GamezopApiOptions.PropertyId), nameof(GamezopApiOptions.Language),
        nameof(GamezopApiOptions.BaseAddress), nameof(GamezopApiOptions.OlderBaseAddress), nameof(GamezopApiOptions.CacheDuration),
        nameof(GamezopApiOptions.MaxResponseBytes),
    ];

    private readonly string _path = (configuration as IConfigurationSection)?.Path ?? "Gamezop:Api";

    public ValidateOptionsResult Validate(string? name, GamezopApiOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        foreach (IConfigurationSection child in configuration?.GetChildren() ?? [])
        {
            if (!Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                result.AddError($"'{child.Path}' is not a setting. The settings are {string.Join(", ", Settings)}.");
        }

        if (!Enum.IsDefined(options.Form))
            result.AddError($"'{_path}:Form' is neither Current nor Older.");
        if (options.Form is GamezopApiForm.Current && string.IsNullOrEmpty(options.Token))
            result.AddError($"'{_path}:Token' is missing. Write the bearer token that Gamezop gave you, or set '{_path}:Form' to Older "
                + $"and '{_path}:PropertyId'.");
        if (options.Token?.AsSpan().ContainsAnyExceptInRange('!', '~') is true)
            result.AddError($"'{_path}:Token' holds white space or a character outside visible ASCII, which a header can't carry.");
        if (options.Form is GamezopApiForm.Older && string.IsNullOrWhiteSpace(options.PropertyId))
            result.AddError($"'{_path}:PropertyId' is missing. Write the id of your property, the number before '.play.gamezop.com' in your game URLs.");
        if (!IsLanguage(options.Language))
            result.AddError($"'{_path}:Language' is not a language code of two or three letters such as en.");
        CheckAddress(options.BaseAddress, nameof(options.BaseAddress), result);
        CheckAddress(options.OlderBaseAddress, nameof(options.OlderBaseAddress), result);
        if (configuration?[nameof(options.CacheDuration)] is { Length: > 0 } text && !SettingTimes.IsTime(text))
            result.AddError($"'{_path}:CacheDuration' is '{text}'; it must be a time like 00:05:00, of more than a day like 7.00:00:00.");
        if (options.CacheDuration < TimeSpan.Zero || options.CacheDuration > MaxCacheDuration)
            result.AddError($"'{_path}:CacheDuration' is not between 00:00:00 and {MaxCacheDuration}.");
        return result.Build();
    }

    public static bool IsLanguage(string? language) => language?.Length is 2 or 3 && language.All(char.IsAsciiLetter);

    // The token travels to this address.
    private void CheckAddress(Uri? address, string setting, ValidateOptionsResultBuilder result)
    {
        if (address is not { IsAbsoluteUri: true } || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            result.AddError($"'{_path}:{setting}' is not an absolute https address (http is for loopback hosts alone).");
        else if (address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            result.AddError($"'{_path}:{setting}' has user information, a query or a fragment; write the scheme, host, port and path alone.");
    }
}
