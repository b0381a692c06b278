using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>What a browser sends with its user's cookies because a page of another site wants it to.</summary>
public sealed class CrossSiteTests
{
    private const string Own = "(own)";

    private static readonly LeaderboardDefinition Board = new() { Id = "b" };

    public static TheoryData<string?, string?, bool> Calls => new()
    {
        // No browser: an app, a server, a tool.
        { null, null, true },
        { "same-origin", Own, true },
        { "same-origin", null, true },
        { "same-origin", "null", true },
        { "none", null, true },
        { "cross-site", "https://evil.example", false },
        { "cross-site", "null", false },
        { "cross-site", null, false },
        { "cross-site", Own, false },
        { "same-site", "https://blog.example.com", false },
        { "Cross-Site", null, false },
        { "cross-site, same-origin", null, false },
        { "", null, false },
        { null, Own, true },
        { null, "null", false },
        { null, "https://evil.example", false },
        { null, "http://127.0.0.1:1", false },
        { null, "http://127.0.0.1", false },
        { null, "file://", false },
        { null, "", false },
        { null, "http://127.0.0.1.evil.example", false },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_page_of_another_site_can_neither_join_nor_claim(string? site, string? origin, bool isAllowed)
    {
        await using var host = await StartAsync(new HostSetup());
        var own = host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        List<(string, string)> headers = [("Cookie", "who=u1")];
        if (site is not null)
            headers.Add(("Sec-Fetch-Site", site));
        if (origin is not null)
            headers.Add(("Origin", origin == Own ? own : origin));

        foreach (var (path, done) in new[] { ("/competitions/tournaments/cup/players/u1", HttpStatusCode.OK),
            ("/competitions/users/u1/rewards/none/claim", HttpStatusCode.NotFound) })
        {
            using var answer = await host.SendPostAsync(path, "u1", [.. headers]);
            answer.StatusCode.Should().Be(isAllowed ? done : HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Two_headers_of_origins_are_no_origin_of_ours()
    {
        await using var host = await StartAsync(new HostSetup());
        var own = host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        await host.SendPostAsync("/competitions/tournaments/cup/players/u1", "u1", ("Origin", own), ("Origin", own))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("https://site.example", "site.example", "https", true)]
    [InlineData("https://site.example", "SITE.example:443", "https", true)]
    [InlineData("https://site.example:8443", "site.example:8443", "https", true)]
    [InlineData("https://xn--bcher-kva.example", "xn--bcher-kva.example", "https", true)]
    [InlineData("https://[2001:db8::1]", "[2001:db8::1]", "https", true)]
    // TLS ends at a proxy that names the host alone.
    [InlineData("https://site.example", "site.example", null, true)]
    [InlineData("http://site.example", "site.example", "https", false)]
    [InlineData("https://site.example", "other.example", "https", false)]
    [InlineData("https://site.example:8443", "site.example", "https", false)]
    [InlineData("https://a.site.example", "site.example", "https", false)]
    public async Task Behind_a_proxy_the_forwarded_host_and_scheme_are_the_own_ones(string origin, string forwardedHost, string? forwardedScheme,
        bool isAllowed)
    {
        await using var host = await StartAsync(new HostSetup
        {
            Use = app => app.UseForwardedHeaders(new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto,
            }),
        });
        List<(string, string)> headers = [("Origin", origin), ("X-Forwarded-Host", forwardedHost)];
        if (forwardedScheme is not null)
            headers.Add(("X-Forwarded-Proto", forwardedScheme));

        using var answer = await host.SendPostAsync("/competitions/tournaments/cup/players/u1", "u1", [.. headers]);

        answer.StatusCode.Should().Be(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_page_cannot_name_itself_by_headers_of_a_proxy_that_the_application_does_not_read()
    {
        await using var host = await StartAsync(new HostSetup());

        await host.SendPostAsync("/competitions/tournaments/cup/players/u1", "u1", ("Origin", "https://evil.example"), ("X-Forwarded-Host",
            "evil.example"), ("X-Forwarded-Proto", "https"))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    public static TheoryData<string, string, bool> Policies => new()
    {
        { "named origin", "https://friend.example", true },
        { "named origin", "https://evil.example", false },
        { "named origin", "null", false },
        { "named policy", "https://friend.example", true },
        { "named policy", "https://evil.example", false },
        { "default policy", "https://friend.example", true },
        { "reading only", "https://friend.example", false },
        { "without credentials", "https://friend.example", false },
        { "any origin", "https://friend.example", false },
        { "disabled", "https://friend.example", false },
        { "middleware only", "https://friend.example", false },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Pages_of_a_site_that_the_endpoints_cors_policy_allows_may_join(string policy, string origin, bool isAllowed)
    {
        await using var host = await StartWithCorsAsync(policy);

        foreach (var site in (string[])["cross-site", "same-site"])
        {
            using var answer = await host.SendPostAsync(
                "/competitions/tournaments/cup/players/u1", "u1", ("Origin", origin), ("Sec-Fetch-Site", site), ("Cookie", "who=u1"));
            answer.StatusCode.Should().Be(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData("Cookie", "who=u1", false)]
    [InlineData("Authorization", "Basic dTE6cA==", false)]
    [InlineData("Authorization", "Bearer token", true)]
    public async Task A_policy_for_any_origin_lets_no_call_pass_that_has_a_browsers_own_credentials(string header, string value, bool isAllowed)
    {
        await using var host = await StartWithCorsAsync("any origin");

        using var answer = await host.SendPostAsync("/competitions/tournaments/cup/players/u1", "u1", ("Origin", "https://friend.example"),
            ("Sec-Fetch-Site", "cross-site"), (header, value));

        answer.StatusCode.Should().Be(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_antiforgery_is_required_a_call_needs_a_token(bool onlyMetadata)
    {
        await using var host = await StartAsync(new HostSetup
        {
            Scores = scores =>
            {
                AddCup(scores);
                scores.Services.AddAntiforgery(options => options.HeaderName = "X-Token");
                if (onlyMetadata)
                    scores.Services.Configure<Microsoft.AspNetCore.Routing.RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);
            },
            Use = app =>
            {
                if (!onlyMetadata)
                    app.UseAntiforgery();
                app.MapGet("/token", (IAntiforgery antiforgery, Microsoft.AspNetCore.Http.HttpContext context) =>
                    antiforgery.GetAndStoreTokens(context).RequestToken);
            },
            Map = group => group.WithMetadata(new RequireAntiforgeryTokenAttribute()),
        });
        using var page = await host.GetAsync("/token");
        var token = await page.Content.ReadAsStringAsync();
        var cookie = page.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        foreach (var path in (string[])["/competitions/tournaments/cup/players/u1", "/competitions/users/u1/rewards/none/claim"])
        {
            await host.SendPostAsync(path, "u1", ("Cookie", cookie)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
            await host.SendPostAsync(path, "u1", ("Cookie", cookie), ("X-Token", "wrong")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
            await host.SendPostAsync(path, "u1", ("X-Token", token)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        }

        (await host.GetJsonAsync("/competitions/tournaments/cup")).GetProperty("players").GetInt32().Should().Be(0);
        using var joined = await host.SendPostAsync("/competitions/tournaments/cup/players/u1", "u1", ("Cookie", cookie), ("X-Token", token));
        joined.StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.GetJsonAsync("/competitions/users/u1/targets", "u1"))
            .GetProperty("targets").ValueKind.Should().Be(JsonValueKind.Array, "reading needs no token");
    }

    [Fact]
    public async Task Antiforgery_that_is_required_and_not_used_fails_loudly()
    {
        await using var host = await StartAsync(new HostSetup { Map = group => group.WithMetadata(new RequireAntiforgeryTokenAttribute()) });

        using var answer = await host.SendPostAsync("/competitions/tournaments/cup/players/u1", "u1");

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
    }

    private static Task<CompetitionsHost> StartWithCorsAsync(string policy) => StartAsync(new HostSetup
    {
        Scores = scores =>
        {
            AddCup(scores);
            scores.Services.AddCors(cors =>
            {
                cors.AddDefaultPolicy(Friend);
                cors.AddPolicy("friends", Friend);
            });
        },
        Use = app => _ = policy == "middleware only" ? app.UseCors("friends") : app.UseCors(),
        Map = group => _ = policy switch
        {
            "named origin" => group.RequireCors(Friend),
            "named policy" => group.RequireCors("friends"),
            "default policy" => group.WithMetadata(new Microsoft.AspNetCore.Cors.EnableCorsAttribute()),
            "reading only" => group.RequireCors(cors => cors.WithOrigins("https://friend.example").WithMethods("GET")),
            "without credentials" => group.RequireCors(cors => cors.WithOrigins("https://friend.example")),
            "any origin" => group.RequireCors(cors => cors.AllowAnyOrigin().AllowAnyMethod()),
            "disabled" => group.RequireCors("friends").WithMetadata(new Microsoft.AspNetCore.Cors.DisableCorsAttribute()),
            _ => group,
        },
    });

    private static void Friend(CorsPolicyBuilder cors) => cors.WithOrigins("https://friend.example").AllowCredentials();

    private static Task<CompetitionsHost> StartAsync(HostSetup setup) =>
        CompetitionsHost.StartAsync(setup.Scores is null ? setup with { Scores = AddCup } : setup, Board);

    private static void AddCup(IGamezopScoresBuilder scores) => scores
        .AddTournaments(tournaments => tournaments.Add(
            new TournamentDefinition { Id = "cup", StartsAt = Leaderboards.Events.Noon, Duration = TimeSpan.FromHours(1), JoinRequired = true }))
        .AddTargets()
        .AddRewardHandler<Nothing>();

    private sealed class Nothing : IRewardHandler
    {
        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken) => default;
    }
}
