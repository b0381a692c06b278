using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>
/// What an application asks of everybody must not be answered to Gamezop in the webhook's place; what it asks of the webhook holds.
/// </summary>
public sealed class ApplicationPolicyTests
{
    [Fact]
    public async Task A_fallback_policy_lets_gamezop_pass_and_nobody_else()
    {
        await using var host = await StartAsync(app => app.MapGet("/page", () => "in"));

        (await StatusAsync(host, ScoresHost.Route, ScoresHost.Key)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(host, ScoresHost.Route, "wrong")).Should().Be(HttpStatusCode.Unauthorized);
        (await host.Client.GetAsync("/page")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        host.Received.All.Should().ContainSingle();
    }

    [Fact]
    public async Task Authorization_that_is_asked_of_the_webhook_or_its_group_holds()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapGamezopScores("/own").RequireAuthorization();
            app.MapGamezopScores("/policy").RequireAuthorization(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
            app.MapGamezopScores("/attribute").WithMetadata(new AuthorizeAttribute());
            app.MapGroup("/group").RequireAuthorization().MapGamezopScores("/score");
            app.MapGroup("/open").RequireAuthorization().MapGamezopScores("/score").AllowAnonymous();
        });

        foreach (var path in (string[])["/own", "/policy", "/attribute", "/group/score"])
            (await StatusAsync(host, path, ScoresHost.Key)).Should().Be(HttpStatusCode.Unauthorized, path);
        host.Received.All.Should().BeEmpty();
        (await StatusAsync(host, "/open/score", ScoresHost.Key)).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_global_rate_limit_passes_the_webhook_by_and_its_own_holds()
    {
        await using var host = await ScoresHost.StartAsync(
            services: services => services.AddRateLimiter(limits =>
            {
                limits.GlobalLimiter = PartitionedRateLimiter.Create<Microsoft.AspNetCore.Http.HttpContext, string>(
                    _ => RateLimitPartition.GetFixedWindowLimiter("everybody", _ =>
                        new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromHours(1) }));
                limits.AddFixedWindowLimiter("own", window => (window.PermitLimit, window.Window) = (1, TimeSpan.FromHours(1)));
            }),
            app: app =>
            {
                app.UseRateLimiter();
                app.MapGet("/page", () => "in");
                app.MapGamezopScores("/limited").RequireRateLimiting("own");
            });

        for (var i = 0; i < 3; i++)
            (await StatusAsync(host, ScoresHost.Route, ScoresHost.Key)).Should().Be(HttpStatusCode.OK);
        (await host.Client.GetAsync("/page")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.Client.GetAsync("/page")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(host, "/limited", ScoresHost.Key))
            .Should().Be(HttpStatusCode.ServiceUnavailable, "the global limit is used up, and this endpoint is limited");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Antiforgery_of_a_group_is_not_asked_of_gamezop(bool isUsed)
    {
        await using var host = await ScoresHost.StartAsync(
            services: services => services.AddAntiforgery(),
            app: app =>
            {
                if (isUsed)
                    app.UseAntiforgery();
                app.MapGroup("/group").WithMetadata(new RequireAntiforgeryTokenAttribute()).MapGamezopScores("/score");
            });

        (await StatusAsync(host, "/group/score", ScoresHost.Key)).Should().Be(HttpStatusCode.OK);
        host.Received.All.Should().ContainSingle();
    }

    private static Task<ScoresHost> StartAsync(Action<WebApplication> map) => ScoresHost.StartAsync(
        services: services =>
        {
            services.AddAuthentication("token").AddBearerToken("token");
            services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        },
        app: app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            map(app);
        });

    private static async Task<HttpStatusCode> StatusAsync(ScoresHost host, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(ScoresHost.Payload(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("api-key", key);
        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }
}
