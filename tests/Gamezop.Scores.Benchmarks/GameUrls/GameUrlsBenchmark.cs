// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- urls
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gamezop.Scores.Benchmarks.GameUrls;

/// <summary>Building a URL, protecting a sub and reading it: nanoseconds, beside what the same costs by hand without any check.</summary>
internal static class GameUrlsBenchmark
{
    private const int Rounds = 21;
    private const int Calls = 20_000;
    private const string Game = "https://3025.play.gamezop.com/g/NyM_JGWcx";

    public static int Run()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        SubProtector protector = new(key);
        SubProtector rotated = new([1, .. key], key);
        string sub = protector.Protect("123-554-111");
        byte[] id = Encoding.UTF8.GetBytes("123-554-111");
        byte[] mac = new byte[HMACSHA256.HashSizeInBytes];
        (string Name, Action Call)[] contestants =
        [
            ("concatenate and new Uri, no checks", () => _ = new Uri(Game + "?sub=" + Uri.EscapeDataString("123-554-111"))),
            ("GameUrlBuilder to text", () => new GameUrlBuilder(Game).WithSub("123-554-111").BuildString()),
            ("GameUrlBuilder to Uri", () => new GameUrlBuilder(Game).WithSub("123-554-111").Build()),
            ("GameUrlBuilder.TryBuild", () => GameUrlBuilder.TryBuild(Game, "123-554-111", out _, out _)),
            ("GameUrlBuilder, sub replaced", () => new GameUrlBuilder(Game + "?lang=en&sub=old&x=1").WithSub("123-554-111").BuildString()),
            ("HMACSHA256.HashData alone", () => HMACSHA256.HashData(key, id, mac)),
            ("SubProtector.Protect", () => protector.Protect("123-554-111")),
            ("SubProtector.TryUnprotect, first key", () => protector.TryUnprotect(sub, out _)),
            ("SubProtector.TryUnprotect, second key", () => rotated.TryUnprotect(sub, out _)),
            ("IGameUrls.Create, protected", () => new GameUrlBuilder(Game).WithSub(protector.Protect("123-554-111")).Build()),
        ];

        double[][] times = [.. contestants.Select(_ => new double[Rounds])];
        for (int round = -3; round < Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                double nanoseconds = Measure(contestants[i].Call);
                if (round >= 0)
                    times[i][round] = nanoseconds;
            }
        }

        Console.WriteLine($"{"median of " + Rounds + " interleaved rounds",-40}{"ns",8}{"least",8}{"B/call",8}");
        for (int i = 0; i < contestants.Length; i++)
        {
            double[] sorted = [.. times[i].Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{contestants[i].Name,-40}{sorted[Rounds / 2],8:F0}{sorted[0],8:F0}{Allocated(contestants[i].Call),8}"));
        }

        return 0;
    }

    private static double Measure(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
            call();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
    }

    private static long Allocated(Action call)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
    }
}
