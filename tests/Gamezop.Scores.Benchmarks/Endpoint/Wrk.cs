using System.Diagnostics;
using System.Globalization;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>Runs Debian's wrk on the second core, with the payloads of score.lua.</summary>
internal static class Wrk
{
    private const string Core = "1";

    public static string? WhatIsMissing()
    {
        if (Environment.ProcessorCount < 2)
            return "Two cores are needed: one for the server, one for wrk.";
        if (!IsOnPath("wrk"))
            return "wrk is missing. Install it: apt-get install wrk";
        return IsOnPath("taskset") ? null : "taskset is missing. Install it: apt-get install util-linux";
    }

    public static async Task<WrkResult> RunAsync(string address, long? seed = null)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Endpoint", "score.lua");
        string[] distinct = seed is { } number ? ["--", number.ToString(CultureInfo.InvariantCulture)] : [];
        ProcessStartInfo start = new("taskset", ["-c", Core, "wrk", "-t1", "-c64", "-d2s", "--timeout", "10s", "-s", script, address + EndpointVariants.Route, .. distinct])
        {
            RedirectStandardOutput = true,
        };
        using Process wrk = Process.Start(start)!;
        string output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();

        string[]? figures = output.Split('\n').FirstOrDefault(line => line.StartsWith("figures ", StringComparison.Ordinal))?.Split(' ');
        if (wrk.ExitCode != 0 || figures is null)
            throw new InvalidOperationException($"wrk ended with {wrk.ExitCode}:\n{output}");
        double[] numbers = [.. figures.Skip(1).Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        if (numbers is not [var calls, var microseconds, 0, var p50, var p99])
            throw new InvalidOperationException($"{address} did not answer every call with 200:\n{output}");
        return new WrkResult(calls, calls / (microseconds / 1e6), p50 / 1e3, p99 / 1e3);
    }

    private static bool IsOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, command)));
}
