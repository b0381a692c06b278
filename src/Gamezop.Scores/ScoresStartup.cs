using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Looks at the set-up before anything of the host starts: bad options stop the start, doubtful ones are logged.</summary>
internal sealed class ScoresStartup(LiveOptions options, ScorePipeline pipeline, IScoreDelivery delivery, IConfiguration? configuration, ILogger<ScoresStartup> logger)
    : IHostedLifecycleService
{
    // What only a store reads.
    private static readonly string[] StoreSections = ["Inbox", "Sqlite", "PostgreSql", "Redis"];

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Current.AllowAnonymous)
            Log.AnonymousAllowed(logger);
        if (pipeline.Handlers.Count == 0)
            Log.NoHandler(logger);
        if (configuration is not null && delivery is InRequestDelivery)
            foreach (var section in configuration.GetChildren().Where(child => StoreSections.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
                Log.SectionWithoutStore(logger, section.Path);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
