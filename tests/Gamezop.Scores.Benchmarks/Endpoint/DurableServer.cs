using Gamezop.Scores.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>The SDK with SQLite; the busy one has a handler that writes, and prunes as fast as events come in.</summary>
internal static class DurableServer
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder, bool isBusy)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
        builder.Services.AddSingleton<DurableMeter>();
        IGamezopScoresBuilder scores = builder.Services.AddGamezopScores(options => options.ApiKeys.Add(EndpointVariants.Key))
            .UseSqlite($"Data Source={folder.FullName}/scores.db")
            .ConfigureInbox(options => options.Capacity = 100_000_000);
        if (isBusy)
        {
            builder.Services.AddSingleton(_ => new WritingHandler(folder.FullName + "/handled.db")).AddSingleton<Pruning>().AddHostedService(services => services.GetRequiredService<Pruning>());
            scores.AddHandler<WritingHandler>(options => options.Name = Pruning.Handler);
        }
        else
        {
            builder.Services.AddSingleton<CountingHandler>();
            scores.AddHandler<CountingHandler>();
        }

        return app =>
        {
            app.Services.GetRequiredService<DurableMeter>();
            app.MapGamezopScores(EndpointVariants.Route);
            app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() => folder.Delete(recursive: true));
        };
    }

    /// <summary>Waits until all that came in is handled, and pruned where it is to be, so that it burdens nobody else's slice.</summary>
    public static async Task<DurableFigures> FiguresAsync(IServiceProvider services)
    {
        IEventLog log = services.GetRequiredService<IEventLog>();
        long waiting = (await log.GetStatisticsAsync(default)).Waiting;
        while ((await log.GetStatisticsAsync(default)).Waiting > 0)
            await Task.Delay(10);
        long pruned = services.GetService<Pruning>() is { } pruning ? await pruning.FinishAsync() : 0;
        return services.GetRequiredService<DurableMeter>().Take(waiting, pruned);
    }
}
