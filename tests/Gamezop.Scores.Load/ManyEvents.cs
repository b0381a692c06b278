using System.Globalization;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Load;

/// <summary>Many producers put events through a SQLite inbox and its worker. Writes a line after each tenth: how many were handled, and the process's resident bytes.</summary>
internal static class ManyEvents
{
    private const int Producers = 1_024;
    private const int Users = 5_000;

    // By then buffers have their size and all code is compiled; where the first tenth is shorter, what it lacks is put through before it.
    private const int WarmUp = 300_000;

    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_763_900_000_000);

    public static async Task<int> RunAsync(string database, int count)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<Counting>().AddGamezopScores(options => options.AllowAnonymous = true)
            .AddHandler<Counting>()
            .UseSqlite($"Data Source={database}");
        using var host = builder.Build();
        await host.StartAsync();
        var log = host.Services.GetRequiredService<IEventLog>();
        var counting = host.Services.GetRequiredService<Counting>();
        var queue = host.Services.GetRequiredService<AppendQueue>();
        var first = Math.Max(0, WarmUp - (count / 10));
        await ThroughAsync(0, first);
        for (var tenth = 1; tenth <= 10; tenth++)
        {
            await ThroughAsync(first + (int)((long)count * (tenth - 1) / 10), first + (int)((long)count * tenth / 10));
            Console.WriteLine($"{counting.Handled - first} {Environment.WorkingSet}");
        }

        await host.StopAsync();
        return 0;

        async Task ThroughAsync(int begin, int end)
        {
            await AppendAsync(queue, begin, end);
            while ((await log.GetStatisticsAsync(default)).Waiting > 0)
                await Task.Delay(20);
        }
    }

    private static Task AppendAsync(AppendQueue queue, int first, int end)
    {
        var next = first - 1;
        return Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < end)
                if (!(await queue.AppendAsync(Event(number))).IsAdded)
                    throw new InvalidOperationException($"Event {number} was not new.");
        })));
    }

    private static StoredEvent Event(int number)
    {
        var user = "user-" + (number % Users).ToString(CultureInfo.InvariantCulture);
        var scoreEvent = new ScoreEvent
        {
            GameCode = "NyM_JGWcx",
            SessionId = $"s-{number}",
            GamePlayId = $"p-{number}",
            SubId = user,
            State = GameState.Over,
            Timestamp = Start.AddMilliseconds(number / 20),
            Score = number,
        };
        return new StoredEvent(scoreEvent.GetEventId(), user, default, scoreEvent.ToUtf8Json());
    }

    private sealed class Counting : IScoreBatchHandler
    {
        private long _handled;

        public long Handled => Volatile.Read(ref _handled);

        public ValueTask HandleAsync(ScoreContext context, CancellationToken cancellationToken) => HandleAsync([context], cancellationToken);

        public ValueTask HandleAsync(IReadOnlyList<ScoreContext> batch, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref _handled, batch.Count);
            return ValueTask.CompletedTask;
        }
    }
}
