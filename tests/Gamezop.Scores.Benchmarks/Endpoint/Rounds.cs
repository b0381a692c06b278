using System.Globalization;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>Slices of load on several servers, in random order within each round.</summary>
internal static class Rounds
{
    public const int Min = 12;

    private const double Steady = 1.03;

    public static bool TryGet(string[] arguments, out int rounds)
    {
        rounds = Min;
        return arguments.Length < 2 || (int.TryParse(arguments[1], CultureInfo.InvariantCulture, out rounds) && rounds >= Min);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static async Task<Dictionary<string, WrkResult[]>> MeasureAsync(
        List<EndpointServerProcess> servers, int rounds, Func<EndpointServerProcess, Task<WrkResult>> load)
    {
        foreach (EndpointServerProcess server in servers)
            await WarmAsync(server, load);

        Dictionary<string, WrkResult[]> results = servers.ToDictionary(server => server.Variant, _ => new WrkResult[rounds]);
        EndpointServerProcess[] order = [.. servers];
        for (int round = 0; round < rounds; round++)
        {
            Random.Shared.Shuffle(order);
            foreach (EndpointServerProcess server in order)
                results[server.Variant][round] = await load(server);
            Console.Error.Write($"\rround {round + 1} of {rounds} ");
        }

        Console.Error.WriteLine();
        return results;
    }

    /// <summary>Until three slices in a row bring nothing better: tiered compilation is done then.</summary>
    private static async Task WarmAsync(EndpointServerProcess server, Func<EndpointServerProcess, Task<WrkResult>> load)
    {
        double best = 0;
        for (int slices = 0, without = 0; slices < 20 && without < 3; slices++)
        {
            double now = (await load(server)).RequestsPerSecond;
            without = now > best * Steady ? 0 : without + 1;
            best = Math.Max(best, now);
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server.Variant} is warm: {best:F0}/s"));
    }
}
