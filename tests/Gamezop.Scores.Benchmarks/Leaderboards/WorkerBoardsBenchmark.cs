using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gamezop.Scores.Competitions;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Benchmarks.Leaderboards;

/// <summary>
/// The whole way behind the webhook: a full event log on SQLite is drained into three boards in SQLite, beside the boards' writes done raw in
/// batches of 256. Then without the plausibility rule that is always on, with it alone, and with every rule, and what each of them costs.
/// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- worker-boards [events, default 200000]
/// </summary>
internal static class WorkerBoardsBenchmark
{
    private const int Users = 50_000;
    private const int Rounds = 3;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 200_000;
        var rounds = new List<(double Raw, Drained Unjudged, Drained Plain, Drained Judged)>();
        for (var round = 0; round < Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
            try
            {
                var unjudged = await DrainAsync(folder.CreateSubdirectory("unjudged"), count, Judging.Off);
                var plain = await DrainAsync(folder.CreateSubdirectory("plain"), count, Judging.Always);
                var raw = Raw(folder.CreateSubdirectory("plain"), count);
                var judged = await DrainAsync(folder.CreateSubdirectory("judged"), count, Judging.EveryRule);
                rounds.Add((raw, unjudged, plain, judged));
                Console.WriteLine(FormattableString.Invariant(
                    $"round {round}: draining {plain.Rate:N0} events/s into three boards, raw {raw:N0} events/s, ratio {plain.Rate / raw:0.00}"));
                Console.WriteLine($"  no rule:     {unjudged}");
                Console.WriteLine($"  always on:   {plain}");
                Console.WriteLine($"  every rule:  {judged}");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        Print("draining, of raw (goal: 20,000 events/s, or at least 0.5)", round => round.Plain.Rate / round.Raw);
        Print("rate with the rule that is always on, of without", round => round.Plain.Rate / round.Unjudged.Rate);
        Print("processor time with it, of without", round => round.Plain.Processor / round.Unjudged.Processor);
        Print("bytes written with it, of without", round => round.Plain.Written / round.Unjudged.Written);
        Print("the file with it, of without", round => round.Plain.File / round.Unjudged.File);
        Print("rate with every rule on, of the one that is always on", round => round.Judged.Rate / round.Plain.Rate);
        return 0;

        void Print(string what, Func<(double Raw, Drained Unjudged, Drained Plain, Drained Judged), double> ratio) =>
            Console.WriteLine(FormattableString.Invariant($"median {what}: {rounds.Select(ratio).Order().ElementAt(Rounds / 2):0.00}"));
    }

    private static async Task<Drained> DrainAsync(DirectoryInfo folder, int count, Judging judging)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        var scores = builder.Services.AddGamezopScores(options => options.AllowAnonymous = true)
            .UseSqlite($"Data Source={folder.FullName}/scores.db")
            .ConfigureInbox(options => options.Capacity = 100_000_000)
            .AddLeaderboards(boards => boards
                .Add(new LeaderboardDefinition { Id = "best", Games = ["NyM_JGWcx"] })
                .Add(new LeaderboardDefinition { Id = "daily", Window = LeaderboardWindow.Daily, Games = ["NyM_JGWcx"] })
                .Add(new LeaderboardDefinition
                {
                    Id = "total",
                    Scoring = LeaderboardScoring.Total,
                    Window = LeaderboardWindow.Weekly,
                    Games = ["NyM_JGWcx"],
                }));
        if (judging == Judging.Off)
            scores.Services.Replace(ServiceDescriptor.Singleton<IPlayJudge, NoJudge>());
        if (judging == Judging.EveryRule)
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
        using var host = builder.Build();
        var log = host.Services.GetRequiredService<IEventLog>();
        await log.StartAsync(default);
        // The competitions begin at the end: they are known before the first event is there.
        var competitions = new ConsumerRegistration
        {
            Name = "Gamezop.Scores.Competitions.CompetitionsHandler",
            StartFrom = StartFrom.Beginning,
        };
        await log.RenewAsync("filling", [competitions], TimeSpan.FromSeconds(1), default);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(4_096))
            await log.AppendAsync([.. numbers.Select(Event)], default);

        var (processor, written) = (Environment.CpuUsage.TotalTime, Written());
        var watch = Stopwatch.StartNew();
        await host.StartAsync();
        while ((await log.GetStatisticsAsync(default)).Waiting > 0)
            await Task.Delay(5);
        var rate = count / watch.Elapsed.TotalSeconds;
        if (await host.Services.GetRequiredService<ILeaderboards>().CountAsync("best") != Math.Min(Users, count))
            throw new InvalidOperationException("Not everybody is ranked.");
        await host.StopAsync();
        var used = Environment.CpuUsage.TotalTime - processor;
        var file = new FileInfo(Path.Combine(folder.FullName, "scores-competitions.db")).Length;
        return new Drained(rate, used.TotalMicroseconds / count, (Written() - written) / (double)count, file / (double)count);
    }

    // What this process has handed to the kernel to be written; Linux alone counts it.
    private static long Written() => File.Exists("/proc/self/io")
        ? long.Parse(
            File.ReadLines("/proc/self/io").First(line => line.StartsWith("wchar:", StringComparison.Ordinal))["wchar: ".Length..],
            CultureInfo.InvariantCulture)
        : 0;

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

    private enum Judging
    {
        Off,
        Always,
        EveryRule,
    }

    /// <summary>Events per second, and for each event: microseconds of processor time, bytes written, and bytes of the file at the end.</summary>
    private sealed record Drained(double Rate, double Processor, double Written, double File)
    {
        public override string ToString() => FormattableString.Invariant(
            $"{Rate:N0} events/s; for each event {Processor:0.0} µs of processor time, {Written:N0} bytes written, {File:N0} bytes of the file");
    }

    private sealed class NoJudge : IPlayJudge
    {
        public Task Loaded => Task.CompletedTask;

        public Task Ready => Task.CompletedTask;

        public ValueTask<IPendingEvidence?> JudgeAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken) => default;
    }
}
