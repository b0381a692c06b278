using Gamezop.Scores.Testing;

namespace Arcade;

/// <summary>Gamezop on this machine, for as long as the real one is not configured.</summary>
internal static class StandIn
{
    /// <summary>Starts the stand-in and points the settings of Gamezop's API to it, unless they name an account at Gamezop.</summary>
    /// <param name="configuration">Read, and completed.</param>
    /// <param name="site">Posts the scores that are played; its base address may come later.</param>
    /// <returns>The stand-in; null with the real Gamezop.</returns>
    public static async Task<GamezopStandIn?> StartUnlessRealAsync(ConfigurationManager configuration, HttpClient site)
    {
        var api = configuration.GetSection("Gamezop:Api");
        if (api["Token"] is not null || api["PropertyId"] is not null)
            return null;

        var options = new GamezopStandInOptions
        {
            HttpClient = site,
            WebhookUrl = "/games/score",
            ApiKey = configuration["Gamezop:ApiKeys:0"],
            RoundLength = TimeSpan.FromSeconds(20),
        };
        if (configuration["StandIn"] is { } url)
            options.Url = url;
        var standIn = await GamezopStandIn.StartAsync(options);
        api["BaseAddress"] = standIn.Url.ToString();
        api["Token"] = options.ApiToken;
        return standIn;
    }
}
