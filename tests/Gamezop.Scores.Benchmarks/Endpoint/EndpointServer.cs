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
        // The console is read synchronously whatever one calls: on a thread of the pool that would leave a server on one core without any, until another is injected.
        while (await Task.Factory.StartNew(Console.ReadLine, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default) is not null)
            Console.WriteLine(await DurableServer.FiguresAsync(app.Services));
        await app.StopAsync();
        return 0;
    }
}
