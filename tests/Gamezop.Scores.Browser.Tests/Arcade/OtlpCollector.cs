using System.Collections.Concurrent;
using System.Text;

namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>Receives metrics and traces as an OTLP collector does over HTTP. Protocol buffers hold texts as they are, so names are found without a decoder.</summary>
internal sealed class OtlpCollector(WebApplication app, ConcurrentQueue<(string Path, string Body)> received) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Url => app.Urls.Single();

    public static async Task<OtlpCollector> StartAsync()
    {
        ConcurrentQueue<(string, string)> received = new();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/{kind}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue((request.Path, Encoding.UTF8.GetString(body.ToArray())));
        });
        await app.StartAsync();
        return new OtlpCollector(app, received);
    }

    public async Task WaitForAsync(string path, string name)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!received.Any(one => one.Path == path && one.Body.Contains(name)))
            await Task.Delay(100, limit.Token);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
