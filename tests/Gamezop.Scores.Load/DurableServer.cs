using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Load;

/// <summary>A publisher's application with SQLite whose handler writes each event's id into a file: what has been handled is what stands there.</summary>
internal static class DurableServer
{
    public static async Task<int> RunAsync(int port, string database, string effects, long? maxBytes)
    {
        // Unbuffered: what is written survives the process.
        await using var file = new FileStream(effects, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var writing = new Lock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddHealthChecks().AddGamezopScores();
        builder.Services.AddGamezopScores(options => options.ApiKeys.Add("the-key-of-the-tests"))
            .AddHandler("effects", (context, _) =>
            {
                lock (writing)
                    file.Write(Encoding.ASCII.GetBytes(context.EventId + "\n"));
                return ValueTask.CompletedTask;
            })
            .UseSqlite($"Data Source={database}", options => options.MaxSizeBytes = maxBytes);
        var app = builder.Build();
        app.MapGamezopScores("/games/score");
        app.MapGet("/health", async (HealthCheckService health) => (await health.CheckHealthAsync()).Entries["gamezop-scores"] is var entry ? $"{entry.Status} {entry.Description}" : "");
        await app.RunAsync();
        return 0;
    }
}
