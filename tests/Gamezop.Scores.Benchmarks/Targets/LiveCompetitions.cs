using System.Diagnostics;
using System.Globalization;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Benchmarks.Targets;

/// <summary>What an event costs with few live competitions and with many, of which the same few are about its game; in memory, one caller.</summary>
internal static class LiveCompetitions
{
    /// <summary>The game that is played.</summary>
    public const string Game = "played";

    private const int Matching = 5;
    private const int Rounds = 7;

    /// <summary>The games of a competition: those of the first few are played.</summary>
    public static IReadOnlyList<string> GamesOf(int number) => [number < Matching ? Game : $"other-{number}"];

    /// <param name="what">What the competitions are.</param>
    /// <param name="few">How many few are.</param>
    /// <param name="many">How many many are.</param>
    /// <param name="events">How many events each time.</param>
    /// <param name="open">Makes so many of them over a book of rewards.</param>
    public static async Task<int> CompareAsync(string what, int few, int many, int events, Func<int, MemoryRewardStore, BannedUsers, RewardBook, Task<ICompetition>> open)
    {
        var ratios = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            // One after the other in each round, so that neither gets the quieter machine.
            double cheap = await MeasureAsync(few, events, open);
            double dear = await MeasureAsync(many, events, open);
            ratios.Add(dear / cheap);
            Print($"round {round}: {cheap:0.00} us per event with {few:N0} {what}, {dear:0.00} us with {many:N0}, ratio {dear / cheap:0.00}");
        }

        Print($"median ratio {ratios.Order().ElementAt(Rounds / 2):0.00} (goal: at most 1.3)");
        return 0;
    }

    private static async Task<double> MeasureAsync(int count, int events, Func<int, MemoryRewardStore, BannedUsers, RewardBook, Task<ICompetition>> open)
    {
        using var metrics = new RewardMetrics(null);
        var rewards = new MemoryRewardStore();
        var banned = new BannedUsers();
        var book = new RewardBook(rewards, banned, metrics, TimeProvider.System);
        await book.StartAsync(default);
        ICompetition competition = await open(count, rewards, banned, book);
        ScoreContext[][] batches = [.. Events(events).Chunk(100)];
        // Once through before it counts.
        foreach (ScoreContext[] batch in batches.Take(batches.Length / 4))
            await competition.ApplyAsync(batch, default);
        long start = Stopwatch.GetTimestamp();
        foreach (ScoreContext[] batch in batches.Skip(batches.Length / 4))
            await competition.ApplyAsync(batch, default);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / (events * 3 / 4);
    }

    private static IEnumerable<ScoreContext> Events(int count)
    {
        IServiceProvider services = new ServiceCollection().BuildServiceProvider();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        for (int i = 0; i < count; i++)
        {
            var scoreEvent = new ScoreEvent
            {
                GameCode = Game,
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

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
