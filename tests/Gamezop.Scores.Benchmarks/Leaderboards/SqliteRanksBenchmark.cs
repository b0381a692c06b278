using System.Diagnostics;
using System.Globalization;
using Gamezop.Scores.Competitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Benchmarks.Leaderboards;

/// <summary>
/// A board of a million users in a SQLite file: a rank anywhere on it once it is loaded, and submits beside raw batched upserts into the same table of a copy of the file.
/// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- ranks-sqlite [users, default 1000000]
/// </summary>
internal static class SqliteRanksBenchmark
{
    private const int Rounds = 15;
    private const int BatchesPerRound = 40;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static async Task<int> RunAsync(string[] arguments)
    {
        int users = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 1_000_000;
        string[] ids = [.. Enumerable.Range(0, users).Select(i => $"user-{(uint)(i * 2654435761L):x8}-{i:x}")];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
        try
        {
            using (IHost filling = await StartAsync(folder))
            {
                var watch = Stopwatch.StartNew();
                foreach (string[] batch in ids.Chunk(10_000))
                    await SubmitAsync(filling, batch, 0);
                Print($"filled with {users:N0} users in {watch.Elapsed.TotalSeconds:0} s");
                await filling.StopAsync();
            }

            string copy = Path.Combine(folder.FullName, "raw.db");
            File.Copy(Path.Combine(folder.FullName, "scores-competitions.db"), copy);
            var loading = Stopwatch.StartNew();
            using IHost host = await StartAsync(folder);
            Print($"loaded in {loading.Elapsed.TotalSeconds:0.0} s");
            await RanksAsync(host.Services.GetRequiredService<ILeaderboards>(), ids);
            await CheckAsync(host);
            await SubmitsAsync(host, copy, ids);
            await host.StopAsync();
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RanksAsync(ILeaderboards boards, string[] ids)
    {
        var random = new Random(2);
        double[] microseconds = new double[200_000];
        for (int i = 0; i < microseconds.Length; i++)
        {
            string id = ids[random.Next(ids.Length)];
            long start = Stopwatch.GetTimestamp();
            LeaderboardPlace? place = await boards.GetUserAsync("b", id, 0);
            microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            if (place is null)
                throw new InvalidOperationException($"{id} is not ranked.");
        }

        Array.Sort(microseconds);
        Print($"rank anywhere: median {microseconds[microseconds.Length / 2]:0.0} us, 99 of 100 within {microseconds[microseconds.Length * 99 / 100]:0.0} us (goal: median below 20)");
    }

    private static async Task CheckAsync(IHost host)
    {
        var watch = Stopwatch.StartNew();
        await host.Services.GetRequiredService<RankingSelfCheck>().RunAsync(default);
        Print($"a self-check of the ranking takes {watch.Elapsed.TotalMilliseconds:0} ms, in the background");
    }

    private static async Task SubmitsAsync(IHost host, string copy, string[] ids)
    {
        using var raw = new RawRankings(copy);
        var random = new Random(3);
        var ratios = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            string[][] batches = [.. Enumerable.Range(0, BatchesPerRound).Select(_ => random.GetItems(ids, RawRankings.BatchSize).Distinct().ToArray())];
            double events = batches.Sum(batch => batch.Length);
            var watch = Stopwatch.StartNew();
            for (int i = 0; i < batches.Length; i++)
                raw.Write(batches[i], (round * BatchesPerRound) + i + 1, windows: 1);
            double rawRate = events / watch.Elapsed.TotalSeconds;
            watch.Restart();
            for (int i = 0; i < batches.Length; i++)
                await SubmitAsync(host, batches[i], (round * BatchesPerRound) + i + 1);
            double rate = events / watch.Elapsed.TotalSeconds;
            ratios.Add(rate / rawRate);
            Print($"round {round}: {rate:N0} submits/s, {rawRate:N0} raw upserts/s, ratio {rate / rawRate:0.00}");
        }

        Print($"median ratio {ratios.Order().ElementAt(Rounds / 2):0.00} (goal: at least 0.5)");
    }

    private static ValueTask SubmitAsync(IHost host, string[] users, int number)
    {
        ScoreContext[] events = [.. users.Select((user, i) => new ScoreContext(
            new ScoreEvent
            {
                GameCode = "NyM_JGWcx", SessionId = "s", GamePlayId = string.Create(CultureInfo.InvariantCulture, $"2b1f7c9e-33a5-4f6e-8f60-{number:x8}{i:x4}"), SubId = user, State = GameState.Over,
                // Every submit is the user's best so far, so that each moves.
                Score = (number * 1000) + (i % 1000), Timestamp = Now.AddMilliseconds(number), Country = "IN",
            },
            user, Now.AddMilliseconds(number + 1), host.Services))];
        return host.Services.GetRequiredService<CompetitionsHandler>().HandleAsync(events, default);
    }

    private static async Task<IHost> StartAsync(DirectoryInfo folder)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGamezopScores(options => options.AllowAnonymous = true)
            .UseSqlite($"Data Source={folder.FullName}/scores.db")
            .AddLeaderboards(boards => boards.Add(new LeaderboardDefinition { Id = "b" }));
        IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<BoardCatalog>().Ready;
        return host;
    }

    private static void Print(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
