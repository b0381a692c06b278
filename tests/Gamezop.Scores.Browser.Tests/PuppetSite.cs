namespace Gamezop.Scores.Browser.Tests;

/// <summary>Another origin whose page does what the page around it says: a game, or somebody who plays one.</summary>
internal sealed class PuppetSite(WebApplication app) : IAsyncDisposable
{
    private const string Html =
        """
        <!doctype html><html lang="en"><head><title>Puppet</title><link rel="icon" href="data:,"></head><body><script>
          const say = payload => parent.postMessage(payload, "*");
          addEventListener("message", event => new Function("say", event.data)(say));
          say("puppet");
        </script></body></html>
        """;

    public string Url => app.Urls.Single() + "/game";

    public static async Task<PuppetSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/game", () => Results.Content(Html, "text/html"));
        await app.StartAsync();
        return new PuppetSite(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
