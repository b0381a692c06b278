using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Gamezop.Scores.Benchmarks.Events;

// ScoreEvent.TryParse against source-generated System.Text.Json into a plain class, on the payload of PROTOCOL's section 2.
//   dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- parse
// Goals: at most 1.0 of the time and 0.7 of the allocated bytes. The two take turns in short slices, so that what else
// the machine does meets both alike; the ratio is the median of the rounds' ratios.
internal static class ParseBenchmark
{
    private const int Rounds = 61;
    private const int PerSlice = 40_000;

    private static readonly byte[] Payload =
        """
        {"gameCode":"NyM_JGWcx","sessionId":"0b6f8a52-4f0c-4b7e-9b1d-3f1f6a3c9e10","gamePlayId":"c1d7b8f4-2d6e-4a55-8a37-5f0b9c2e7d41","timestamp":1763894400123,"score":1840,"leaderboardId":"NyM_JGWcx_default","subId":"123-554-111","country":"IN","duration":42150,"state":"playing"}
        """u8.ToArray();

    public static int Run()
    {
        // Tiered compilation needs its 30 calls, its 100 ms of quiet and a second pass with the profile.
        for (int pass = 0; pass < 10; pass++)
        {
            _ = Time(Ours) + Time(Plain);
            Thread.Sleep(150);
        }

        double[] time = new double[Rounds];
        double[] ours = new double[Rounds];
        double[] plain = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            bool oursFirst = round % 2 == 0;
            if (oursFirst)
                ours[round] = Time(Ours);
            plain[round] = Time(Plain);
            if (!oursFirst)
                ours[round] = Time(Ours);
            time[round] = ours[round] / plain[round];
        }

        double ourBytes = Bytes(Ours);
        double plainBytes = Bytes(Plain);
        Print($"time:  {Median(time):F3} of System.Text.Json's ({Median(ours):F0} ns against {Median(plain):F0} ns; goal 1.0)");
        Print($"bytes: {ourBytes / plainBytes:F3} of System.Text.Json's ({ourBytes:F0} B against {plainBytes:F0} B; goal 0.7)");
        return Median(time) <= 1.0 && ourBytes <= 0.7 * plainBytes ? 0 : 1;
    }

    private static void Ours(int times)
    {
        for (int i = 0; i < times; i++)
        {
            if (!ScoreEvent.TryParse(Payload, out _, out _))
                throw new InvalidOperationException("The payload was refused.");
        }
    }

    private static void Plain(int times)
    {
        for (int i = 0; i < times; i++)
        {
            if (JsonSerializer.Deserialize(Payload, PlainScoreJson.Default.PlainScore) is null)
                throw new InvalidOperationException("The payload was refused.");
        }
    }

    private static double Time(Action<int> parse)
    {
        long start = Stopwatch.GetTimestamp();
        parse(PerSlice);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / PerSlice;
    }

    private static double Bytes(Action<int> parse)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        parse(PerSlice);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / PerSlice;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
