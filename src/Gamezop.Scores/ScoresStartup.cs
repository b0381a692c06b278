using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>Looks at the set-up before anything of the host starts: bad options stop the start, doubtful ones are logged.</summary>
internal sealed class ScoresStartup(
    LiveOptions options, ScorePipeline pipeline, IConfiguration? configuration, IEnumerable<FeatureSection> read, ILogger<ScoresStartup> logger)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Current.AllowAnonymous)
            Log.AnonymousAllowed(logger);
        if (pipeline.Handlers.Count == 0)
            Log.NoHandler(logger);
        var paths = read.Select(section => section.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration?.GetChildren() ?? [])
            if (!paths.Contains(section.Path) && FeatureSection.Known.TryGetValue(section.Key, out var reader))
                Log.SectionNotRead(logger, section.Path, reader);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
