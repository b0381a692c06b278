using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

public sealed class TournamentRouteTests
{
    private static readonly DateTimeOffset Noon = Leaderboards.Events.Noon;

    [Fact]
    public async Task A_tournament_is_described_as_documented()
    {
        await using CompetitionsHost host = await StartAsync();
        await host.PostAsync("u1", 7, second: 1);
        (await TextAsync(host, "/competitions/tournaments/cup")).Should().Be(
            """{"id":"cup","name":"The cup","status":"live","startsAt":"2026-11-23T12:00:00.000Z","endsAt":"2026-11-23T13:00:00.000Z","players":1,"joinRequired":false,"maxPlayers":null,"maxAttempts":3,"prizes":[{"fromRank":1,"toRank":1,"topPercent":null,"minScore":null,"reward":{"kind":"coins","amount":10.5,"data":null}}]}""");
        (await TextAsync(host, "/competitions/tournaments/cup/standings")).Should().Be(
            """{"id":"cup","window":{"key":"20261123T120000Z","startsAt":"2026-11-23T12:00:00.000Z","endsAt":"2026-11-23T13:00:00.000Z","closed":false},"partition":null,"order":"descending","total":1,"entries":[{"rank":1,"userId":"u1","score":7,"achievedAt":"2026-11-23T12:00:01.000Z","country":"IN"}]}""");
    }

    [Fact]
    public async Task Tournaments_are_listed_by_status()
    {
        await using CompetitionsHost host = await StartAsync();
        async Task<string[]> ListAsync(string query) =>
            [.. (await host.GetJsonAsync("/competitions/tournaments" + query)).GetProperty("tournaments").EnumerateArray().Select(tournament => tournament.GetProperty("id").GetString()!)];
        (await ListAsync("")).Should().Equal("tomorrow", "cup", "small");
        (await ListAsync("?status=live")).Should().Equal("cup", "small");
        (await ListAsync("?status=upcoming")).Should().Equal("tomorrow");
        (await ListAsync("?status=finished")).Should().BeEmpty();
        (await ListAsync("?offset=1&limit=1")).Should().Equal("cup");
        (await host.GetAsync("/competitions/tournaments?status=over").ShouldBeProblemAsync(HttpStatusCode.BadRequest)).Should().Contain("upcoming, live");
        await host.GetAsync("/competitions/tournaments/none").ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await host.GetAsync("/competitions/tournaments/none/standings").ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await host.GetAsync("/competitions/tournaments/cup/standings?limit=0").ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await using CompetitionsHost host = await StartAsync();
        using HttpResponseMessage first = await host.GetAsync("/competitions/tournaments/cup/standings");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/competitions/tournaments/cup/standings");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await host.Client.SendAsync(again);
        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_user_joins_for_oneself_alone_and_again_comes_to_the_same()
    {
        await using CompetitionsHost host = await StartAsync();
        JsonElement joined = await JoinAsync(host, "small", "u/1", "u/1");
        joined.GetProperty("joinedAt").GetString().Should().Be("2026-11-23T12:00:00.000Z");
        host.Time.Advance(TimeSpan.FromSeconds(5));
        (await JoinAsync(host, "small", "u/1", "u/1")).GetProperty("joinedAt").GetString().Should().Be("2026-11-23T12:00:00.000Z");
        await SendJoinAsync(host, "small", "u2", "u1").ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await SendJoinAsync(host, "small", "u2", null).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        (await SendJoinAsync(host, "small", "u2", "u2").ShouldBeProblemAsync(HttpStatusCode.Conflict)).Should().Be("Every place is taken.");
        await SendJoinAsync(host, "none", "u2", "u2").ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await host.GetJsonAsync("/competitions/tournaments/small")).GetProperty("players").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Whose_gate_does_not_answer_is_asked_to_try_again()
    {
        var gate = new SilentGate();
        await using var host = await StartAsync(scores => scores.Services.AddSingleton<ITournamentGate>(gate));
        var joining = SendJoinAsync(host, "small", "u1", "u1");
        await gate.Asked.Task;

        host.Time.Advance(TimeSpan.FromSeconds(30));

        using var answer = await joining;
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Try again");
    }

    [Fact]
    public async Task The_routes_are_in_the_openapi_document()
    {
        await using CompetitionsHost host = await StartAsync();
        JsonElement paths = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json")).RootElement.GetProperty("paths");
        foreach ((string path, string method, string statuses) in new[]
        {
            ("/competitions/tournaments", "get", "200 304 400 503"), ("/competitions/tournaments/{id}", "get", "200 304 404 503"),
            ("/competitions/tournaments/{id}/standings", "get", "200 304 400 404 503"), ("/competitions/tournaments/{id}/players/{userId}", "post", "200 403 404 409 503"),
        })
        {
            JsonElement operation = paths.GetProperty(path).GetProperty(method);
            string.Join(' ', operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order()).Should().Be(statuses);
            operation.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).Should().Equal("Tournaments");
        }
    }

    [Fact]
    public async Task Prizes_are_paid_to_the_publishers_handler()
    {
        var wallet = new Wallet();
        await using CompetitionsHost host = await StartAsync(scores =>
        {
            scores.Services.AddSingleton(wallet);
            scores.AddRewardHandler<Wallet>();
        });
        await host.PostAsync("u1", 7, second: 1);
        host.Time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        for (int i = 0; wallet.Paid.IsEmpty && i < 1_500; i++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20);
        }

        wallet.Paid.Should().ContainSingle().Which.Should().Match<RewardGrant>(grant => grant.Key == "p/cup/0/u1" && grant.Reward.Amount == 10.5m && grant.Rank == 1 && grant.SourceId == "cup");
        (await host.GetJsonAsync("/competitions/users/u1/rewards", "u1")).GetProperty("rewards")[0].GetProperty("sourceId").GetString().Should().Be("cup");
    }

    private static async Task<CompetitionsHost> StartAsync(Action<IGamezopScoresBuilder>? configure = null)
    {
        CompetitionsHost host = await CompetitionsHost.StartAsync(
            scores =>
            {
                scores.AddTournaments(tournaments => tournaments
                    .Add(new TournamentDefinition
                    {
                        Id = "cup",
                        Name = "The cup",
                        StartsAt = Noon,
                        Duration = TimeSpan.FromHours(1),
                        MaxAttempts = 3,
                        Prizes = [new Prize { FromRank = 1, ToRank = 1, Reward = new Reward("coins", 10.5m) }],
                    })
                    .Add(new TournamentDefinition { Id = "small", StartsAt = Noon.AddMinutes(-1), Duration = TimeSpan.FromHours(1), JoinRequired = true, MaxPlayers = 1 })
                    .Add(new TournamentDefinition { Id = "tomorrow", StartsAt = Noon.AddDays(1), Duration = TimeSpan.FromHours(1) }));
                configure?.Invoke(scores);
            },
            null,
            waitUntilReady: true);
        var tournaments = host.Services.GetRequiredService<ITournaments>();
        await Deadline.UntilAsync(() => tournaments.IsReady);
        return host;
    }

    private static async Task<string> TextAsync(CompetitionsHost host, string path)
    {
        using HttpResponseMessage answer = await host.GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<JsonElement> JoinAsync(CompetitionsHost host, string id, string user, string as_)
    {
        using HttpResponseMessage answer = await SendJoinAsync(host, id, user, as_);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static async Task<HttpResponseMessage> SendJoinAsync(CompetitionsHost host, string id, string user, string? as_)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/competitions/tournaments/{id}/players/{Uri.EscapeDataString(user)}");
        if (as_ is not null)
            request.Headers.Add("user", Uri.EscapeDataString(as_));
        return await host.Client.SendAsync(request);
    }

    private sealed class SilentGate : ITournamentGate
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<TournamentGateAnswer> AdmitAsync(TournamentAdmission admission, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return TournamentGateAnswer.Allow;
        }
    }

    private sealed class Wallet : IRewardHandler
    {
        public System.Collections.Concurrent.ConcurrentQueue<RewardGrant> Paid { get; } = new();

        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken)
        {
            Paid.Enqueue(grant);
            return default;
        }
    }
}
