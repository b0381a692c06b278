using System.Diagnostics;
using System.Globalization;

namespace Gamezop.Scores.Benchmarks.Tournaments;

/// <summary>
/// The settlement of a tournament with a million players on SQLite, a tenth of whom win something, while scores of another game come in over HTTP: how long it takes, and what it does to the
/// webhook's answers. What is left of the plays is removed afterwards, under the same load.
/// dotnet run -c Release --project tests/Gamezop.Scores.Benchmarks -- tournament-settle [players, default 1000000] [calls per second, default 300]
/// </summary>
internal static class SettleBenchmark
{
    // The end of a tournament and the time that appends may take have to be past.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        int players = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        int rate = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 300;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gamezop-benchmark-");
        try
        {
            var watch = Stopwatch.StartNew();
            await SettledCup.PrepareAsync(folder.FullName, players);
            Print($"{players:N0} players were put into the store in {watch.Elapsed.TotalSeconds:0} s");
            await MeasureAsync(folder.FullName, players, rate);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, int players, int rate)
    {
        var starting = Stopwatch.StartNew();
        using Process server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [SettleServer.Command, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            string address = await LineAsync(server);
            Print($"the server was ready after {starting.Elapsed.TotalSeconds:0.0} s; {rate} calls a second");
            using var callers = new PacedCallers(address, rate);
            using var stop = new CancellationTokenSource();
            Task calling = callers.RunAsync(stop.Token);
            await Task.WhenAny(calling, Task.Delay(Warming));
            callers.Take();
            await Task.WhenAny(calling, Task.Delay(Before));
            double[] usual = callers.Take();
            await server.StandardInput.WriteLineAsync();
            double[] settled = [.. (await LineAsync(server)).Split(' ').Select(Number)];
            double[] meanwhile = callers.Take();
            double cleaned = Number(await LineAsync(server));
            double[] afterwards = callers.Take();
            await stop.CancelAsync();
            await calling;

            Print($"settled {players:N0} players in {settled[0]:0.0} s (goal: below 30); at most {settled[1]:N0} events waited to be ranked");
            Print($"plays removed after {cleaned - settled[0]:0.0} s more");
            Show("usually", usual, usual);
            Show("during the settlement", meanwhile, usual);
            Show("during the removal", afterwards, usual);
            Print($"p99 during the settlement: {At(meanwhile, 0.99) / At(usual, 0.99):0.00} times the usual (goal: below 3)");
        }
        finally
        {
            server.StandardInput.Close();
            if (!server.WaitForExit(TimeSpan.FromSeconds(60)))
                server.Kill();
        }
    }

    private static void Show(string when, double[] times, double[] usual) => Print(
        $"{when,-22} {times.Length,7:N0} calls  p50 {At(times, 0.5),6:0.00} ms  p99 {At(times, 0.99),7:0.00} ms ({At(times, 0.99) / At(usual, 0.99):0.00})  most {At(times, 1),7:0.00} ms");

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<string> LineAsync(Process server) => await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has ended.");

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
