namespace Arcade;

/// <summary>
/// The keys in this sample's settings, which everybody can read: good enough for the stand-in on this machine, and for nothing else.
/// </summary>
internal static class PublishedKeys
{
    private static readonly string[] All = ["arcade-key-change-me-please", "YXJjYWRlLXNpZ25pbmcta2V5LWNoYW5nZS1tZQ=="];

    /// <summary>Stops the start with the real Gamezop while one of them is in force.</summary>
    /// <param name="gamezop">The section <c>Gamezop</c>.</param>
    /// <exception cref="InvalidOperationException">One is.</exception>
    public static void RefuseWithRealGamezop(IConfigurationSection gamezop)
    {
        if (Uri.TryCreate(gamezop["Api:BaseAddress"], UriKind.Absolute, out var api) && api.IsLoopback)
            return;
        if (gamezop.AsEnumerable().Where(setting => All.Contains(setting.Value)).Select(setting => setting.Key).ToList() is { Count: > 0 } published)
        {
            throw new InvalidOperationException(
                "With the real Gamezop the sample's own keys are refused: anybody who has read them could post scores or play as anybody. "
                + $"Set a key of your own for {string.Join(" and ", published)}; 'openssl rand -base64 32' makes one.");
        }
    }
}
