using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Benchmarks.Leaderboards;

/// <summary>
/// The whole way behind the webhook: a full SQLite inbox is drained into three boards in SQLite, beside the boards' writes done raw in batches of 256, and again with every rule of plausibility on.
/// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- worker-boards [events, default 200000]
/// </summary>
internal static class WorkerBoardsBenchmark
{
    private const int Users = 50_000;
    private const int Rounds = 3;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static async Task<int> RunAsync(string[] arguments)
    {
        int count = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 200_000;
        var ratios = new List<(double Raw, double Judged)>();
        for (int round = 0; round < Rounds; round++)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
            try
            {
                double draining = await DrainAsync(folder.CreateSubdirectory("plain"), count, isJudged: false);
                double raw = Raw(folder.CreateSubdirectory("plain"), count);
                double judged = await DrainAsync(folder.CreateSubdirectory("judged"), count, isJudged: true);
                ratios.Add((draining / raw, judged / draining));
                Console.WriteLine(FormattableString.Invariant(
                    $"round {round}: draining {draining:N0} events/s into three boards, raw {raw:N0} events/s, ratio {draining / raw:0.00}; judged {judged:N0} events/s, ratio {judged / draining:0.00}"));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        Console.WriteLine(FormattableString.Invariant($"median ratio {ratios.Select(ratio => ratio.Raw).Order().ElementAt(Rounds / 2):0.00} (goal: 20,000 events/s, or a ratio of at least 0.5)"));
        Console.WriteLine(FormattableString.Invariant($"median ratio with every rule on, of without: {ratios.Select(ratio => ratio.Judged).Order().ElementAt(Rounds / 2):0.00}"));
        return 0;
    }

    private static async Task<double> DrainAsync(DirectoryInfo folder, int count, bool isJudged)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        IGamezopScoresBuilder scores = builder.Services.AddGamezopScores(options => options.AllowAnonymous = true)
            .UseSqlite($"Data Source={folder.FullName}/scores.db")
            .ConfigureInbox(options => options.Capacity = 100_000_000)
            .AddLeaderboards(boards => boards
                .Add(new LeaderboardDefinition { Id = "best", Games = ["NyM_JGWcx"] })
                .Add(new LeaderboardDefinition { Id = "daily", Window = LeaderboardWindow.Daily, Games = ["NyM_JGWcx"] })
                .Add(new LeaderboardDefinition { Id = "total", Scoring = LeaderboardScoring.Total, Window = LeaderboardWindow.Weekly, Games = ["NyM_JGWcx"] }));
        if (isJudged)
            scores.AddPlausibility(options => options.Add(new PlausibilityRules
            {
                MaxScorePerSecond = 1e6,
                MaxScore = 1e6,
                MinScore = 0,
                MinDuration = TimeSpan.FromSeconds(1),
                MaxDuration = TimeSpan.FromHours(1),
                ClockTolerance = TimeSpan.FromSeconds(10),
                StateOrder = true,
                OneUserPerPlay = true,
                OneCountryPerSession = true,
            }));
        using IHost host = builder.Build();
        var log = host.Services.GetRequiredService<IEventLog>();
        await log.StartAsync(default);
        // The competitions begin at the end: they are known before the first event is there.
        await log.RenewAsync("filling", [new ConsumerRegistration { Name = "Gamezop.Scores.Competitions.CompetitionsHandler", StartFrom = StartFrom.Beginning }], TimeSpan.FromSeconds(1), default);
        foreach (int[] numbers in Enumerable.Range(0, count).Chunk(4_096))
            await log.AppendAsync([.. numbers.Select(Event)], default);

        var watch = Stopwatch.StartNew();
        await host.StartAsync();
        while ((await log.GetStatisticsAsync(default)).Waiting > 0)
            await Task.Delay(5);
        double rate = count / watch.Elapsed.TotalSeconds;
        if (await host.Services.GetRequiredService<ILeaderboards>().CountAsync("best") != Math.Min(Users, count))
            throw new InvalidOperationException("Not everybody is ranked.");
        await host.StopAsync();
        return rate;
    }

    // In the drained file's tables, in rankings of its own.
    private static double Raw(DirectoryInfo folder, int count)
    {
        string copy = Path.Combine(folder.FullName, "raw.db");
        File.Copy(Path.Combine(folder.FullName, "scores-competitions.db"), copy);
        using var raw = new RawRankings(copy);
        raw.Clear();
        var watch = Stopwatch.StartNew();
        foreach (int[] numbers in Enumerable.Range(0, count).Chunk(RawRankings.BatchSize))
            raw.Write([.. numbers.Select(UserOf)], numbers[0], windows: 3);
        return count / watch.Elapsed.TotalSeconds;
    }

    private static string UserOf(int number) => string.Create(CultureInfo.InvariantCulture, $"user-{(uint)((number % Users) * 2654435761L):x8}");

    private static StoredEvent Event(int number)
    {
        string user = UserOf(number);
        string body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"gameCode":"NyM_JGWcx","sessionId":"5f0c3a52-6a0e-4a63-9d0b-0e4f8d5b1a11","gamePlayId":"2b1f7c9e-33a5-4f6e-8f60-{{number:x12}}","timestamp":{{Now.ToUnixTimeMilliseconds() - 1000}},"score":{{number * 7919L % 100_000}},"leaderboardId":"NyM_JGWcx_default","subId":"{{user}}","country":"IN","duration":61500,"state":"over"}""");
        return new StoredEvent(number.ToString("x32", CultureInfo.InvariantCulture), user, Now, Encoding.UTF8.GetBytes(body));
    }
}
