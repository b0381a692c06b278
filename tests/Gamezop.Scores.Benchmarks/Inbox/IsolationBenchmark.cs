// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- inbox-isolation [events] [rounds]
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Benchmarks.Inbox;

/// <summary>
/// What a handler loses by its neighbours: throughput under 64 producers and latency under a steady load, beside a handler that hangs on every event,
/// one that fails on every event and one that takes a second for each; and the processor time of three handlers beside that of one.
/// </summary>
internal static class IsolationBenchmark
{
    /// <summary>Events per second while latency is measured.</summary>
    private const int SteadyRate = 500;

    private const int SteadyEvents = 2_500;

    private static readonly (string Name, Func<CancellationToken, ValueTask>? Beside)[] Variants =
    [
        ("alone", null),
        ("beside one that hangs", static _ => new ValueTask(new TaskCompletionSource().Task)),
        ("beside one that fails", static _ => throw new InvalidOperationException("It broke.")),
        ("beside one that is slow", static token => new ValueTask(Task.Delay(TimeSpan.FromSeconds(1), token))),
        ("beside two like it", static _ => ValueTask.CompletedTask),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 50_000;
        var rounds = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 5;
        var all = Variants.Select(_ => new List<Figures>()).ToArray();
        // The first round warms up.
        for (var round = 0; round <= rounds; round++)
            for (var i = 0; i < Variants.Length; i++)
                if (await MeasureAsync(Variants[i].Beside, i == Variants.Length - 1 ? 2 : 1, count) is var figures && round > 0)
                    all[i].Add(figures);
        Console.WriteLine($"{"",-25} {"events/s",10} {"ratio",6} {"p50 ms",8} {"p99 ms",8} {"cpu us/event",13} {"ratio",6}");
        var alone = Figures.Median(all[0]);
        for (var i = 0; i < Variants.Length; i++)
        {
            var median = Figures.Median(all[i]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Variants[i].Name,-25} {median.Throughput,10:N0} {median.Throughput / alone.Throughput,6:F2} {median.P50,8:F2} {median.P99,8:F2} {median.Processor,13:F1} {median.Processor / alone.Processor,6:F2}"));
        }

        return 0;
    }

    private static async Task<Figures> MeasureAsync(Func<CancellationToken, ValueTask>? beside, int besides, int count)
    {
        var folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
        try
        {
            var handled = 0;
            var sent = new long[SteadyEvents];
            var latencies = new double[SteadyEvents];
            var steadyFrom = int.MaxValue;
            var builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            var scores = builder.Services.AddGamezopScores(options => options.AllowAnonymous = true)
                .UseSqlite($"Data Source={folder.FullName}/scores.db")
                .ConfigureInbox(options => (options.Capacity, options.HandlerTimeout) = (100_000_000, TimeSpan.FromSeconds(5)))
                .AddHandler("measured", (context, _) =>
                {
                    var number = (int)context.Event.Score;
                    if (number >= Volatile.Read(ref steadyFrom))
                        latencies[number - steadyFrom] = Stopwatch.GetElapsedTime(sent[number - steadyFrom]).TotalMilliseconds;
                    Interlocked.Increment(ref handled);
                    return ValueTask.CompletedTask;
                });
            for (var i = 0; beside is not null && i < besides; i++)
                scores.AddHandler("beside-" + i, (_, token) => beside(token));
            using var host = builder.Build();
            await host.StartAsync();
            var queue = host.Services.GetRequiredService<AppendQueue>();

            var processor = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            await WorkerBenchmark.FillAsync(queue, 0, count);
            await UntilAsync(() => Volatile.Read(ref handled) >= count);
            var throughput = count / watch.Elapsed.TotalSeconds;
            var perEvent = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / count;

            Volatile.Write(ref steadyFrom, count);
            watch.Restart();
            for (var i = 0; i < SteadyEvents; i++)
            {
                while (watch.Elapsed.TotalSeconds < (double)i / SteadyRate)
                    await Task.Delay(1);
                sent[i] = Stopwatch.GetTimestamp();
                _ = await queue.AppendAsync(WorkerBenchmark.Event(count + i));
            }
            await UntilAsync(() => Volatile.Read(ref handled) >= count + SteadyEvents);
            Array.Sort(latencies);
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await host.StopAsync(stop.Token);
            return new Figures(throughput, latencies[SteadyEvents / 2], latencies[SteadyEvents * 99 / 100], perEvent);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(2);
    }

    private sealed record Figures(double Throughput, double P50, double P99, double Processor)
    {
        public static Figures Median(List<Figures> all) => new(Of(all, f => f.Throughput), Of(all, f => f.P50), Of(all, f => f.P99), Of(all, f => f.Processor));

        private static double Of(List<Figures> all, Func<Figures, double> value) => all.Select(value).Order().ElementAt(all.Count / 2);
    }
}
