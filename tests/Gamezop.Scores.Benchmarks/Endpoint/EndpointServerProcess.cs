using System.Diagnostics;

namespace Gamezop.Scores.Benchmarks.Endpoint;

/// <summary>This program again, as one of the servers, on the first core. It ends when its input does, so also when this process is killed.</summary>
internal sealed class EndpointServerProcess : IDisposable
{
    private const string Core = "0";

    private readonly Process _process;

    private EndpointServerProcess(string variant, Process process, string address)
    {
        Variant = variant;
        Address = address;
        _process = process;
    }

    public string Variant { get; }

    public string Address { get; }

    private TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="variant">What it serves.</param>
    /// <param name="compilesAtOnce">Each method is compiled fully when it is first called: for servers so slow that on a busy machine compiling in tiers would not be done in time.</param>
    public static async Task<EndpointServerProcess> StartAsync(string variant, bool compilesAtOnce = false)
    {
        ProcessStartInfo start = new("taskset", ["-c", Core, Environment.ProcessPath!, EndpointServer.Command, variant])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (compilesAtOnce)
        {
            start.Environment["DOTNET_TieredCompilation"] = "0";
            start.Environment["DOTNET_ReadyToRun"] = "0";
        }

        Process process = Process.Start(start)!;
        string? address = await process.StandardOutput.ReadLineAsync();
        return address is not null ? new EndpointServerProcess(variant, process, address) : throw new InvalidOperationException($"The server '{variant}' did not start.");
    }

    /// <param name="seed">For payloads that no other seed gives; null for those of every run.</param>
    public async Task<WrkResult> LoadAsync(long? seed = null)
    {
        TimeSpan before = ProcessorTime;
        WrkResult result = await Wrk.RunAsync(Address, seed);
        return result with { Processor = (ProcessorTime - before).TotalMicroseconds / result.Requests };
    }

    /// <summary>Waits until a durable server has nothing left to do.</summary>
    public async Task<DurableFigures> SettleAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        return DurableFigures.Parse(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The server '{Variant}' has ended."));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }
}
