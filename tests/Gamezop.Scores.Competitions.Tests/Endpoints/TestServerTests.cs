using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>
/// Servers that keep a request's path decoded alone, as ASP.NET Core's test server does, and servers that keep it as it was sent.
/// </summary>
public sealed class TestServerTests
{
    private static readonly LeaderboardDefinition Board = new() { Id = "b" };

    private static readonly TargetDefinition EachPlay = new()
    {
        Id = "each",
        Goal = TargetGoal.PlaysFinished(1),
        Period = TargetPeriod.EveryPlay,
        Reward = new Reward("coins", 1),
        MustClaim = true,
        ClaimWithin = TimeSpan.FromDays(1),
    };

    public static TheoryData<string, string> Users
    {
        get
        {
            var users = new TheoryData<string, string>();
            foreach (var server in (string[])["kestrel", "test server", "no raw target"])
                foreach (var user in (string[])["a/b", "a%2Fb", "a%2fb", "u1", "/", "a b+c%20d", "é/ü%2F//x", "100%", "a%252Fb"])
                    users.Add(server, user);
            return users;
        }
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Users_reach_their_own_routes_whatever_is_in_their_id(string server, string user)
    {
        await using var host = await StartAsync(server);
        await host.PostAsync(user, 10);
        var id = Uri.EscapeDataString(user);

        (await host.GetJsonAsync($"/competitions/leaderboards/b/users/{id}", user)).GetProperty("entry").GetProperty("userId").GetString().Should().Be(user);
        (await host.GetJsonAsync($"/competitions/users/{id}/targets", user)).GetProperty("targets").GetArrayLength().Should().Be(1);
        using (var joined = await host.SendPostAsync($"/competitions/tournaments/cup/players/{id}", user))
            joined.StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.GetJsonAsync("/competitions/tournaments/cup")).GetProperty("players").GetInt32().Should().Be(1);
        JsonElement[] rewards = [];
        while (rewards is not [var one] || one.GetProperty("status").GetString() != "claimable")
        {
            await Task.Delay(5);
            rewards = [.. (await host.GetJsonAsync($"/competitions/users/{id}/rewards", user)).GetProperty("rewards").EnumerateArray()];
        }

        var key = rewards[0].GetProperty("key").GetString()!;
        using var claimed = await host.SendPostAsync($"/competitions/users/{id}/rewards/{Uri.EscapeDataString(key)}/claim", user);
        claimed.StatusCode.Should().Be(HttpStatusCode.OK, await claimed.Content.ReadAsStringAsync());
        JsonDocument.Parse(await claimed.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString().Should().Be(key);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Nobody_reaches_the_routes_of_somebody_else(string server, string user)
    {
        await using var host = await StartAsync(server);
        await host.PostAsync(user, 10);
        var id = Uri.EscapeDataString(user);

        foreach (var other in (string?[])[null, "u2", "a", "b", user + "x", "a%b"])
        {
            await host.GetAsync($"/competitions/leaderboards/b/users/{id}", other).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
            await host.GetAsync($"/competitions/users/{id}/rewards", other).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
            await host.SendPostAsync($"/competitions/tournaments/cup/players/{id}", other).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData("a/b", "a%252Fb")]
    [InlineData("a%2Fb", "a%2Fb")]
    public async Task Where_two_ids_look_alike_nobody_is_answered_with_what_is_not_theirs(string user, string segment)
    {
        await using var host = await StartAsync("test server");
        await host.PostAsync("a/b", 1);
        await host.PostAsync("a%2Fb", 2);

        (await host.GetJsonAsync($"/competitions/leaderboards/b/users/{segment}", user)).GetProperty("entry").GetProperty("userId").GetString()
            .Should().Be(user);
    }

    private static Task<CompetitionsHost> StartAsync(string server) => CompetitionsHost.StartAsync(
        new HostSetup
        {
            OnTestServer = server == "test server",
            Use = app =>
            {
                if (server == "no raw target")
                {
                    app.Use((context, next) =>
                    {
                        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "";
                        return next(context);
                    });
                }
            },
            Scores = scores => scores
                .AddTournaments(tournaments => tournaments.Add(
                    new TournamentDefinition { Id = "cup", StartsAt = Leaderboards.Events.Noon, Duration = TimeSpan.FromHours(1), JoinRequired = true }))
                .AddTargets(targets => targets.Add(EachPlay))
                .AddRewardHandler<Nothing>(),
        },
        Board);

    private sealed class Nothing : IRewardHandler
    {
        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken) => default;
    }
}
