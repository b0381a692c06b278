// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- inbox-worker [events]
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Benchmarks.Inbox;

/// <summary>
/// How fast the worker drains a SQLite inbox into an empty handler, beside how fast 64 producers fill it; and what the process holds in memory
/// after the first tenth and in the end, while both go on together.
/// </summary>
internal static class WorkerBenchmark
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 200_000;
        var folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
        try
        {
            await MeasureAsync($"Data Source={folder.FullName}/scores.db", count);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string source, int count)
    {
        var handled = 0;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGamezopScores(options => options.AllowAnonymous = true)
            .AddHandler(
                "empty",
                (_, _) =>
                {
                    Interlocked.Increment(ref handled);
                    return ValueTask.CompletedTask;
                },
                handler => handler.StartFrom = StartFrom.Beginning)
            .UseSqlite(source)
            .ConfigureInbox(options => options.Capacity = 100_000_000);
        using var host = builder.Build();
        var log = host.Services.GetRequiredService<IEventLog>();
        await log.StartAsync(default);
        var queue = host.Services.GetRequiredService<AppendQueue>();

        var filling = await FillAsync(queue, 0, count);
        var watch = Stopwatch.StartNew();
        await host.StartAsync();
        while (Volatile.Read(ref handled) < count || (await log.GetStatisticsAsync(default)).Waiting > 0)
            await Task.Delay(5);
        var draining = count / watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filling {filling,10:N0} events/s   draining {draining,10:N0} events/s   ratio {draining / filling:F2}"));

        long early = 0;
        for (var tenth = 1; tenth <= 10; tenth++)
        {
            await FillAsync(queue, count * tenth, count);
            if (tenth == 1)
                early = Environment.WorkingSet;
        }
        var late = Environment.WorkingSet;
        var waiting = (await log.GetStatisticsAsync(default)).Waiting;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory after {count:N0}: {early >> 20} MiB, after {10 * count:N0}: {late >> 20} MiB ({(100.0 * late / early) - 100:+0;-0} %), waiting {waiting:N0}"));
        await host.StopAsync();
    }

    public static async Task<double> FillAsync(AppendQueue queue, int first, int count)
    {
        var next = first - 1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < first + count)
                await queue.AppendAsync(Event(i));
        })));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static DateTimeOffset Arrival { get; } = TimeProvider.System.GetUtcNow();

    public static StoredEvent Event(int number)
    {
        var user = "user-" + (number % 5_000).ToString(CultureInfo.InvariantCulture);
        var body = $$"""{"gameCode":"NyM_JGWcx","sessionId":"5f0c3a52-6a0e-4a63-9d0b-0e4f8d5b1a11","gamePlayId":"2b1f7c9e-33a5-4f6e-8f60-7c4f0a9d2c77","timestamp":1763900000123,"score":{{number}},"leaderboardId":"NyM_JGWcx_default","subId":"{{user}}","country":"IN","duration":61500,"state":"playing"}""";
        return new StoredEvent(number.ToString("x32", CultureInfo.InvariantCulture), user, Arrival, Encoding.UTF8.GetBytes(body));
    }
}
