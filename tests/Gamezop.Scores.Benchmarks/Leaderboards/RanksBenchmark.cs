using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Gamezop.Scores.Competitions;

namespace Gamezop.Scores.Benchmarks.Leaderboards;

/// <summary>
/// A ranking in memory with 1 and 10 million users: cost of a submit that moves a user and of finding the new rank, memory, and 64 callers against a local Redis.
/// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- ranks [users, default 10000000]
/// For the comparison: apt-get install redis-server; the benchmark starts one of its own on port 16379, without persistence.
/// </summary>
internal static class RanksBenchmark
{
    private const int Port = 16379;
    private const int Callers = 64;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static int Run(string[] args)
    {
        int large = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        string[] ids = [.. Enumerable.Range(0, large).Select(i => $"user-{(uint)(i * 2654435761L):x8}-{i:x}")];
        // The small ranking first and again beside the large one, so that neither gets the quieter machine.
        Standings small = Fill(ids.AsSpan(0, large / 10), report: false);
        Standings big = Fill(ids, report: true);
        var ratios = new List<double>();
        for (int round = 0; round < 7; round++)
        {
            double one = Measure(small, ids.AsSpan(0, large / 10), round);
            double ten = Measure(big, ids, round);
            ratios.Add(ten / one);
            Console.WriteLine($"round {round}: submit + rank, median of one thread: {one:0.00} us at {large / 10:N0} users, {ten:0.00} us at {large:N0}, ratio {ten / one:0.00}");
        }

        Console.WriteLine($"median ratio {ratios.Order().ElementAt(ratios.Count / 2):0.00} (goal: at most 2.5)");
        CompareWithRedis(small, ids[..(large / 10)]);
        return 0;
    }

    private static Standings Fill(ReadOnlySpan<string> ids, bool report)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var standings = new Standings(LeaderboardRanking.Ordinal);
        var random = new Random(1);
        foreach (string id in ids)
            standings.Set(id, random.Next(), random.Next(1000), "IN");
        // Moves make the tree as loose as it gets in use.
        for (int i = 0; i < ids.Length; i++)
            standings.Set(ids[random.Next(ids.Length)], random.Next(), random.Next(1000), "IN");
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (report)
            Console.WriteLine($"{(double)bytes / ids.Length:0} B per user at {ids.Length:N0} users, besides the ids, which take {ids.ToArray().Average(id => (id.Length * 2) + 22):0} B each (goal: at most 140)");
        GC.KeepAlive(standings);
        return standings;
    }

    private static double Measure(Standings standings, ReadOnlySpan<string> ids, int seed)
    {
        const int Pairs = 200_000;
        var random = new Random(seed);
        double[] microseconds = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            string id = ids[random.Next(ids.Length)];
            long key = random.Next();
            long start = Stopwatch.GetTimestamp();
            standings.Set(id, key, i, "IN");
            standings.TryFind(id, out _);
            microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(microseconds);
        return microseconds[Pairs / 2];
    }

    private static void CompareWithRedis(Standings standings, string[] ids)
    {
        using Process? server = StartRedis();
        if (server is null)
        {
            Console.WriteLine("redis-server is not installed: no comparison");
            return;
        }

        try
        {
            using (var loader = new RedisPipeline(Port))
                for (int i = 0; i < ids.Length; i += 1000)
                    loader.Add(ids.AsSpan(i, Math.Min(1000, ids.Length - i)), i);
            var ratios = new List<(double Shared, double Own)>();
            for (int round = 0; round < 5; round++)
            {
                double ours = PairsPerSecond(Callers, caller =>
                {
                    var random = new Random(caller);
                    return () => Move(standings, ids, random, 100);
                });
                // Once with all that the callers want in flight together on one connection, the best that a multiplexing client can make of them,
                // and once with a connection for each caller.
                double shared = PairsPerSecond(1, caller => Redis(ids, new Random(caller), Callers));
                double own = PairsPerSecond(Callers, caller => Redis(ids, new Random(caller), 1));
                ratios.Add((ours / shared, ours / own));
                Console.WriteLine($"round {round}: {Callers} callers, {ids.Length:N0} users: {ours:N0} pairs/s here; Redis on one connection {shared:N0}, ratio {ours / shared:0.0}; on one each {own:N0}, ratio {ours / own:0.0}");
            }

            Console.WriteLine($"median ratios {ratios.Select(ratio => ratio.Shared).Order().ElementAt(ratios.Count / 2):0.0} and {ratios.Select(ratio => ratio.Own).Order().ElementAt(ratios.Count / 2):0.0} (goal: at least 3)");
        }
        finally
        {
            server.Kill();
        }
    }

    private static int Move(Standings standings, string[] ids, Random random, int pairs)
    {
        for (int i = 0; i < pairs; i++)
        {
            string id = ids[random.Next(ids.Length)];
            standings.Set(id, random.Next(), i, "IN");
            standings.TryFind(id, out _);
        }

        return pairs;
    }

    private static Func<int> Redis(string[] ids, Random random, int pairs)
    {
        var pipeline = new RedisPipeline(Port);
        return () =>
        {
            pipeline.AddAndRank(ids, random, pairs);
            return pairs;
        };
    }

    private static double PairsPerSecond(int threads, Func<int, Func<int>> start)
    {
        long pairs = 0;
        var steps = Enumerable.Range(0, threads).Select(start).ToList();
        long begun = Stopwatch.GetTimestamp();
        var running = steps.ConvertAll(step => new Thread(() =>
        {
            while (Stopwatch.GetElapsedTime(begun) < Round)
                Interlocked.Add(ref pairs, step());
        }));
        running.ForEach(thread => thread.Start());
        running.ForEach(thread => thread.Join());
        return pairs / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static Process? StartRedis()
    {
        try
        {
            var server = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{Port}", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true });
            for (int attempt = 0; attempt < 50; attempt++)
                try
                {
                    using var probe = new TcpClient("127.0.0.1", Port);
                    return server;
                }
                catch (SocketException)
                {
                    Thread.Sleep(100);
                }

            return server;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
