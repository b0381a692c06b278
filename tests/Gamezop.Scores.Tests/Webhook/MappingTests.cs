using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Tests.Webhook;

/// <summary>The webhook, and the key check by itself, in the places where a publisher may put them.</summary>
public sealed class MappingTests
{
    [Fact]
    public async Task Webhook_in_a_group_has_the_groups_and_its_own_conventions()
    {
        var filtered = 0;
        await using var host = await ScoresHost.StartAsync(
            services: services => services.AddRateLimiter(limits => limits.AddFixedWindowLimiter("two", window =>
            {
                window.PermitLimit = 2;
                window.Window = TimeSpan.FromHours(1);
            })),
            app: app =>
            {
                app.UseRateLimiter();
                var group = app.MapGroup("/group").WithMetadata("of the group");
                group.AddEndpointFilter((context, next) =>
                {
                    filtered++;
                    return next(context);
                });
                group.MapGamezopScores("/limited").RequireRateLimiting("two").WithMetadata("its own");
                group.MapGamezopScores("/{publisher}/score");
            });

        (await StatusAsync(host, "/group/limited", ScoresHost.Key)).Should().Be(200);
        (await StatusAsync(host, "/group/limited", "wrong")).Should().Be(401);
        (await StatusAsync(host, "/group/limited", ScoresHost.Key)).Should().Be(503);
        (await StatusAsync(host, "/group/anyone/score", ScoresHost.Key)).Should().Be(200);

        filtered.Should().Be(3);
        host.Received.All.Should().HaveCount(2);
        host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Should().Contain(endpoint =>
            endpoint.Metadata.OfType<string>().SequenceEqual(new[] { "of the group", "its own" }));
    }

    [Fact]
    public async Task Key_check_guards_a_branch_or_an_endpoint_of_the_publishers_own()
    {
        await using var host = await ScoresHost.StartAsync(app: app =>
        {
            app.Map("/branch", branch => branch.UseGamezopApiKey().Run(context => context.Response.WriteAsync("in")));
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/mine"), branch => branch.UseGamezopApiKey());
            app.MapPost("/mine", ([FromBody] ScoreEvent score) => score);
        });

        foreach (var path in new[] { "/branch", "/mine" })
        {
            (await StatusAsync(host, path, ScoresHost.Key)).Should().Be(200);
            (await StatusAsync(host, path, "wrong")).Should().Be(401);
            (await StatusAsync(host, path)).Should().Be(401);
            (await StatusAsync(host, path, ScoresHost.Key, ScoresHost.Key)).Should().Be(401);
        }
    }

    [Fact]
    public async Task Server_without_kestrels_features_keeps_to_the_limits_all_the_same()
    {
        await using var host = await ScoresHost.StartAsync(app: app => app.Use((context, next) =>
        {
            context.Features.Set<IHttpMaxRequestBodySizeFeature>(null);
            context.Features.Set<IHttpMinRequestBodyDataRateFeature>(null);
            return next(context);
        }));

        (await StatusAsync(host, ScoresHost.Route, ScoresHost.Key)).Should().Be(200);
        (await StatusAsync(host, ScoresHost.Route, "wrong")).Should().Be(401);
        (await StatusAsync(host, ScoresHost.Route, 20_000, ScoresHost.Key)).Should().Be(413);
    }

    [Fact]
    public async Task Over_http_2_the_answers_are_the_same()
    {
        await using var host = await ScoresHost.StartAsync(services: services =>
            services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));
        host.Client.DefaultRequestVersion = HttpVersion.Version20;
        host.Client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        (await StatusAsync(host, ScoresHost.Route, ScoresHost.Key)).Should().Be(200);
        (await StatusAsync(host, ScoresHost.Route, "wrong")).Should().Be(401);
        (await StatusAsync(host, ScoresHost.Route, 20_000, ScoresHost.Key)).Should().Be(413);
        host.Received.All.Should().ContainSingle();
        host.Logs.Errors.Should().BeEmpty();
    }

    private static Task<int> StatusAsync(ScoresHost host, string path, params string[] keys) => StatusAsync(host, path, 0, keys);

    private static async Task<int> StatusAsync(ScoresHost host, string path, int length, params string[] keys)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(ScoresHost.Payload().PadRight(length), Encoding.UTF8, "application/json"),
            Version = host.Client.DefaultRequestVersion,
            VersionPolicy = host.Client.DefaultVersionPolicy,
        };
        foreach (var key in keys)
            request.Headers.TryAddWithoutValidation("api-key", key).Should().BeTrue();
        using var response = await host.Client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
