using System.Diagnostics;

namespace Gamezop.Scores.Sqlite.Tests.Soak;

/// <summary>Memory does not grow with what has gone through the inbox. GAMEZOP_INBOX_EVENTS sets how many events (1,000,000 unless set; the campaign is 10,000,000).</summary>
public sealed class ManyEventsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static int Events => int.TryParse(Environment.GetEnvironmentVariable("GAMEZOP_INBOX_EVENTS"), out var events) ? events : 1_000_000;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Memory_after_the_first_tenth_grows_by_less_than_a_tenth()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "Gamezop.Scores.Load.dll"), "million", _folder["scores.db"], $"{Events}"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.Should().Be(0);
            var tenths = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
            tenths.Should().HaveCount(10);
            tenths[^1][0].Should().Be($"{Events}", "each event is handled once");
            long.Parse(tenths[^1][1]).Should().BeLessThan((long)(1.1 * long.Parse(tenths[0][1])), "resident bytes were, after each tenth: {0}", output);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
