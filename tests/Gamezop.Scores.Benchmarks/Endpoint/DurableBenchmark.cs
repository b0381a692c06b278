// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- durable [rounds]
using System.Globalization;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>
/// The webhook with SQLite (synchronous=FULL) beside the webhook without a store: each server pinned to one core, wrk with 64 connections on the
/// other, slices of two seconds in random order, no event twice. Figures are medians over the rounds of what was seen within one round. After
/// each slice the server handles what is left before another one's begins.
/// </summary>
internal static class DurableBenchmark
{
    private static long _seed = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!Rounds.TryGet(arguments, out int rounds))
            return Fail($"'{arguments[1]}' is not a number of rounds; at least {Rounds.Min} are needed for a median worth reading.");
        if (Wrk.WhatIsMissing() is { } missing)
            return Fail(missing);

        Dictionary<string, List<DurableFigures>> figures = new() { [EndpointVariants.Durable] = [], [EndpointVariants.DurableBusy] = [] };
        List<EndpointServerProcess> servers = [];
        try
        {
            foreach (string variant in (string[])[EndpointVariants.InRequest, .. figures.Keys])
                servers.Add(await EndpointServerProcess.StartAsync(variant, compilesAtOnce: true));
            Dictionary<string, WrkResult[]> results = await Rounds.MeasureAsync(servers, rounds, async server =>
            {
                WrkResult result = await server.LoadAsync(_seed += 100_000);
                if (figures.TryGetValue(server.Variant, out List<DurableFigures>? seen))
                    seen.Add(await server.SettleAsync());
                return result;
            });
            Print(results, figures.ToDictionary(pair => pair.Key, pair => pair.Value.TakeLast(rounds).ToArray()));
            return figures.Values.Any(seen => seen.Any(figure => figure.Duplicates > 0)) ? Fail("Some events were not new.") : 0;
        }
        finally
        {
            foreach (EndpointServerProcess server in servers)
                server.Dispose();
        }
    }

    private static void Print(Dictionary<string, WrkResult[]> results, Dictionary<string, DurableFigures[]> figures)
    {
        WrkResult[] without = results[EndpointVariants.InRequest];
        WrkResult[] durable = results[EndpointVariants.Durable];
        WrkResult[] busy = results[EndpointVariants.DurableBusy];
        DurableFigures[] seen = figures[EndpointVariants.Durable];
        Console.WriteLine(Line($"{without.Length + " rounds, medians",-20}{"calls/s",10}{"CPU us",8}{"p50 ms",9}{"p99 ms",9}{"commit ms",11}{"group",7}{"waiting",9}{"pruned",8}"));
        foreach ((string variant, WrkResult[] slices) in results)
        {
            DurableFigures[] own = figures.GetValueOrDefault(variant, [default]);
            Console.WriteLine(Line(
                $"{variant,-20}{Of(slices, s => s.RequestsPerSecond),10:F0}{Of(slices, s => s.Processor),8:F1}{Of(slices, s => s.P50),9:F2}{Of(slices, s => s.P99),9:F2}{Of(own, f => f.CommitTime),11:F2}{Of(own, f => f.Group),7:F1}{Of(own, f => f.Waiting),9:F0}{Of(own, f => f.Pruned),8:F0}"));
        }

        Goal("durable / in the request, calls", durable.Zip(without, (one, other) => one.RequestsPerSecond / other.RequestsPerSecond), "at least 0.5");
        Goal("the same in processor time", durable.Zip(without, (one, other) => other.Processor / one.Processor), "what a server with nothing else to wait for could do");
        Goal("p99 above the request's, in commits", durable.Zip(without, seen).Select(all => (all.First.P99 - all.Second.P99) / all.Third.CommitTime), "at most 4");
        Goal("background work adds at p50, ms", busy.Zip(durable, (one, other) => one.P50 - other.P50), "at most 5");
        Goal("background work adds at p99, ms", busy.Zip(durable, (one, other) => one.P99 - other.P99), "at most 5");
    }

    private static void Goal(string name, IEnumerable<double> values, string goal)
    {
        double[] all = [.. values];
        Console.WriteLine(Line($"{name,-38}{Rounds.Median(all),8:F2}   ({goal}; seen {all.Min():F2} to {all.Max():F2})"));
    }

    private static double Of<T>(T[] all, Func<T, double> figure) => Rounds.Median(all.Select(figure));

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
