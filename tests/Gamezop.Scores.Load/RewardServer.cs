using System.Text;
using Gamezop.Scores.Competitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Load;

/// <summary>A publisher's application with SQLite, targets and a wallet that writes each reward's key into a file: what has been handed out is what stands there.</summary>
internal static class RewardServer
{
    private const int Places = 50;

    private static readonly Lock Writing = new();

    public static async Task<int> RunAsync(int port, string database, string effects)
    {
        // Unbuffered: what is written survives the process.
        await using var file = new FileStream(effects, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddHealthChecks().AddGamezopScores();
        builder.Services.AddSingleton(file);
        builder.Services.AddGamezopScores(options => options.ApiKeys.Add("the-key-of-the-tests"))
            .UseSqlite($"Data Source={database}")
            .AddTargets(targets => targets
                .Add(new TargetDefinition { Id = "play", Goal = TargetGoal.PlaysFinished(1), Period = TargetPeriod.EveryPlay, Reward = new Reward("coins", 1) })
                .Add(new TargetDefinition { Id = "capped", Goal = TargetGoal.PlaysFinished(2), Reward = new Reward("coins", 1), MaxGrants = Places }))
            .AddRewardHandler<KeyFile>();
        var app = builder.Build();
        app.MapGamezopScores("/games/score");
        app.MapGet("/health", async (HealthCheckService health) => (await health.CheckHealthAsync()).Status.ToString());
        await app.RunAsync();
        return 0;
    }

    private sealed class KeyFile(FileStream file) : IRewardHandler
    {
        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken)
        {
            lock (Writing)
                file.Write(Encoding.ASCII.GetBytes(grant.Key + "\n"));
            return ValueTask.CompletedTask;
        }
    }
}
