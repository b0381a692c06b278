using System.Diagnostics;
using System.Globalization;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gamezop.Scores.Benchmarks.Targets;

/// <summary>
/// What an event costs with 10 live targets and with 1,000, of which the same 5 are about its game; in memory, one caller.
/// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- targets [events, default 100000]
/// </summary>
internal static class TargetsBenchmark
{
    private const int Matching = 5;
    private const int Rounds = 7;

    public static async Task<int> RunAsync(string[] args)
    {
        int events = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var ratios = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            // One after the other in each round, so that neither gets the quieter machine.
            double few = await MeasureAsync(10, events);
            double many = await MeasureAsync(1_000, events);
            ratios.Add(many / few);
            Console.WriteLine($"round {round}: {few:0.00} us per event with 10 targets, {many:0.00} us with 1,000, ratio {many / few:0.00}");
        }

        Console.WriteLine($"median ratio {ratios.Order().ElementAt(Rounds / 2):0.00} (goal: at most 1.3)");
        return 0;
    }

    private static async Task<double> MeasureAsync(int targets, int events)
    {
        using var metrics = new RewardMetrics(null);
        var rewards = new MemoryRewardStore();
        var banned = new BannedUsers();
        var book = new RewardBook(rewards, banned, metrics, TimeProvider.System);
        var catalog = new TargetCatalog(new MemoryTargetStore(rewards), book, banned, new QuarantinedPlays(), NullLogger<TargetCatalog>.Instance);
        await book.StartAsync(default);
        await catalog.LoadAsync([.. Enumerable.Range(0, targets).Select(Target)], default);
        ScoreContext[][] batches = [.. Events(events).Chunk(100)];
        // Once through before it counts.
        foreach (ScoreContext[] batch in batches.Take(batches.Length / 4))
            await catalog.ApplyAsync(batch, default);
        long start = Stopwatch.GetTimestamp();
        foreach (ScoreContext[] batch in batches.Skip(batches.Length / 4))
            await catalog.ApplyAsync(batch, default);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / (events * 3 / 4);
    }

    private static TargetDefinition Target(int number) => new()
    {
        Id = $"t{number}",
        Games = [number < Matching ? "played" : $"other-{number}"],
        Period = number % 2 == 0 ? TargetPeriod.Daily : TargetPeriod.Once,
        Goal = number % 2 == 0 ? TargetGoal.PlaysFinished(1_000_000) : TargetGoal.ScoreAtLeast(1e9),
        Reward = new Reward("coins", 1),
    };

    private static IEnumerable<ScoreContext> Events(int count)
    {
        IServiceProvider services = new ServiceCollection().BuildServiceProvider();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        for (int i = 0; i < count; i++)
        {
            var scoreEvent = new ScoreEvent
            {
                GameCode = "played",
                SessionId = "s",
                GamePlayId = $"p{i}",
                SubId = $"u{i % 10_000}",
                State = GameState.Over,
                Timestamp = now.AddMilliseconds(i),
                Score = i,
            };
            yield return new ScoreContext(scoreEvent, scoreEvent.SubId, now.AddMilliseconds(i), services);
        }
    }
}
