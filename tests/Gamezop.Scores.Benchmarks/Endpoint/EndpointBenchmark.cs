// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- endpoint [rounds]
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>
/// The webhook's throughput beside other ways to write it: each server pinned to one core, wrk with 64 connections on the other, slices of
/// two seconds in random order. The figure is the median over the rounds of the ratio to the floor in the same round, so that what else
/// the machine does falls on all alike; beside it the same ratio of the server's own processor time, which other processes' load touches less.
/// Then the bytes that each allocates for a request above the floor.
/// </summary>
internal static class EndpointBenchmark
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!Rounds.TryGet(arguments, out int rounds))
            return Fail($"'{arguments[1]}' is not a number of rounds; at least {Rounds.Min} are needed for a median worth reading.");
        if (Wrk.WhatIsMissing() is { } missing)
            return Fail(missing);

        List<EndpointServerProcess> servers = [];
        try
        {
            foreach (string variant in EndpointVariants.All)
                servers.Add(await EndpointServerProcess.StartAsync(variant));
            Dictionary<string, WrkResult[]> results = await Rounds.MeasureAsync(servers, rounds, server => server.LoadAsync());
            Print(results);
        }
        finally
        {
            foreach (EndpointServerProcess server in servers)
                server.Dispose();
        }

        return await EndpointAllocations.RunAsync();
    }

    private static void Print(Dictionary<string, WrkResult[]> results)
    {
        WrkResult[] floor = results[EndpointVariants.Floor];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{floor.Length + " rounds, medians",-24}{"of floor",10}{"lowest",8}{"highest",8}{"calls/s",10}{"CPU us",8}{"of floor",10}{"p50 ms",8}{"p99 ms",8}"));
        foreach ((string variant, WrkResult[] slices) in results)
        {
            double[] ratios = [.. slices.Zip(floor, (slice, bare) => slice.RequestsPerSecond / bare.RequestsPerSecond)];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{variant,-24}{Rounds.Median(ratios),10:F3}{ratios.Min(),8:F3}{ratios.Max(),8:F3}{Rounds.Median(slices.Select(s => s.RequestsPerSecond)),10:F0}{Rounds.Median(slices.Select(s => s.Processor)),8:F1}{Rounds.Median(slices.Zip(floor, (slice, bare) => bare.Processor / slice.Processor)),10:F3}{Rounds.Median(slices.Select(s => s.P50)),8:F2}{Rounds.Median(slices.Select(s => s.P99)),8:F2}"));
        }
    }

    private static int Fail([NotNull] string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
