using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

public sealed class SlowCallerTests
{
    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("GAMEZOP_SLOW_CALLERS"), out var count) ? count : 1000;

    /// <summary>GAMEZOP_SLOW_CALLERS sets their number; 10,000 need a file limit to match (ulimit -n).</summary>
    [Fact]
    public async Task Slow_callers_do_not_keep_a_right_call_from_being_served_and_are_cut_off()
    {
        // The application has lifted the server's own limit: the endpoint's holds all the same, and nobody else's is touched.
        await using var host = await ScoresHost.StartAsync(services: services =>
            services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = null));
        using var measured = new Measurements();
        measured.Follow(host.Services);
        using var callers = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [LoadDll, "slow", host.Port.ToString(), Count.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        (await callers.StandardOutput.ReadLineAsync()).Should().Be("ready");

        for (var i = 0; i < 20; i++)
        {
            using var response = await host.PostAsync(ScoresHost.Payload(), ScoresHost.Key);
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        // Every one of them is refused for its slowness in the end: 5 seconds of grace, then 240 bytes a second.
        (await callers.StandardOutput.ReadLineAsync()).Should().Be($"cut {Count}");
        callers.StandardInput.Close();
        await callers.WaitForExitAsync();
        measured.All.Count(one => one.Name == "gamezop.scores.request.duration" && (string?)one.Tags["gamezop.outcome"] == "too_slow").Should().Be(Count);
        host.Logs.All.Should().Contain(line => line.IsOurs(15));
        host.Received.All.Should().HaveCount(20);
        host.Logs.Errors.Should().BeEmpty();
    }

    private static string LoadDll => Path.Combine(AppContext.BaseDirectory, "Gamezop.Scores.Load.dll");
}
