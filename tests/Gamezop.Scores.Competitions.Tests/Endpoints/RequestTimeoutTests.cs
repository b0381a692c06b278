using Gamezop.Scores.Competitions.Tests.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

public sealed class RequestTimeoutTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Live_streams_outlive_every_request_time_out(bool ofTheGroup)
    {
        var isTimedOut = new TaskCompletionSource();
        await using var host = await CompetitionsHost.StartAsync(
            new HostSetup
            {
                Scores = scores => scores.Services.AddRequestTimeouts(options =>
                    options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(200) }),
                Use = app =>
                {
                    app.UseRouting();
                    app.UseRequestTimeouts();
                    app.MapGet("/slow", async (CancellationToken aborted) =>
                    {
                        await Task.Delay(Timeout.Infinite, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                        isTimedOut.TrySetResult();
                    });
                },
                Map = group => _ = ofTheGroup ? group.WithRequestTimeout(TimeSpan.FromMilliseconds(1)) : group,
            },
            new LeaderboardDefinition { Id = "b" });
        using var live = await EventReader.OpenAsync(host.Client, "leaderboard=b");
        await live.BoardAsync();

        // Begun after the stream, it has met its time-out.
        using var slow = await host.GetAsync("/slow");
        await isTimedOut.Task;
        await host.PostAsync("u1", 1);

        (await live.BoardAsync(host)).GetProperty("total").GetInt32().Should().Be(1);
    }
}
