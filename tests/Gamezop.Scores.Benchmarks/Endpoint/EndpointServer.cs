using Microsoft.AspNetCore.Builder;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>A child process: serves one variant until its standard input ends. A line in it asks for the figures since the last one.</summary>
internal static class EndpointServer
{
    public const string Command = "endpoint-server";

    public static async Task<int> RunAsync(string variant)
    {
        await using WebApplication app = EndpointVariants.Build(variant);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine(await DurableServer.FiguresAsync(app.Services));
        await app.StopAsync();
        return 0;
    }
}
