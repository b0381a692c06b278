using System.Net;
using System.Text;
using System.Text.Json;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>From a score posted to the webhook to a reward paid and shown: real Kestrel, real files.</summary>
public sealed class TargetsAndRewardsTests : IDisposable
{
    private static readonly TargetDefinition First = new() { Id = "first-1000", Games = ["NyM_JGWcx"], Goal = TargetGoal.ScoreAtLeast(1000), Reward = new Reward("coins", 50) };

    private static readonly TargetDefinition Claimed = new()
    {
        Id = "daily",
        Period = TargetPeriod.Daily,
        Goal = TargetGoal.PlaysFinished(1),
        Reward = new Reward("gems", 0.5m) { Data = "blue" },
        MustClaim = true,
        ClaimWithin = TimeSpan.FromDays(7),
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gamezop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("request")]
    [InlineData("volatile")]
    [InlineData("sqlite")]
    public async Task A_target_is_reached_shown_and_paid(string store)
    {
        await using CompetitionsHost host = await StartAsync(store, out Wallet wallet, First);
        (await host.GetJsonAsync("/competitions/users/ann/targets", "ann")).GetRawText().Should().Be(
            """{"targets":[{"id":"first-1000","goal":"scoreAtLeast","value":0,"of":1000,"percent":0,"period":"all","done":false}]}""");
        (await host.GetJsonAsync("/competitions/users/ann/rewards", "ann")).GetRawText().Should().Be("""{"rewards":[]}""");
        await host.PostAsync("ann", 250);
        await host.PostAsync("ann", 1500, 1);
        await host.PostAsync("bob", 999);
        await UntilAsync(() => wallet.Paid.Count > 0);
        wallet.Paid.Should().Equal("t/first-1000/all/ann: 50 coins");
        (await host.GetJsonAsync("/competitions/users/ann/targets", "ann")).GetRawText().Should().Be(
            """{"targets":[{"id":"first-1000","goal":"scoreAtLeast","value":1500,"of":1000,"percent":100,"period":"all","done":true}]}""");
        await UntilAsync(async () => (await RewardsAsync(host, "ann")).Contains("\"paid\""));
        (await RewardsAsync(host, "ann")).Should().Be(
            """{"rewards":[{"key":"t/first-1000/all/ann","sourceId":"first-1000","reward":{"kind":"coins","amount":50,"data":null},"status":"paid","earnedAt":"2026-11-23T12:00:01.000Z","claimBy":null}]}""");
        (await RewardsAsync(host, "bob")).Should().Be("""{"rewards":[]}""");
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("a/b%2F c?#é")]
    public async Task A_reward_is_claimed_by_its_user_alone(string user)
    {
        await using CompetitionsHost host = await StartAsync("sqlite", out Wallet wallet, Claimed);
        await host.PostAsync(user, 1);
        string key = $"t/daily/2026-11-23/{Uri.EscapeDataString(user)}";
        await UntilAsync(async () => (await RewardsAsync(host, user)).Contains("claimable"));
        JsonElement reward = JsonDocument.Parse(await RewardsAsync(host, user)).RootElement.GetProperty("rewards")[0];
        reward.GetProperty("key").GetString().Should().Be(key);
        reward.GetProperty("claimBy").GetString().Should().Be("2026-11-30T12:00:00.000Z");
        await ClaimAsync(host, user, key, as_: null).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await ClaimAsync(host, user, key, as_: "eve").ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await ClaimAsync(host, "eve", key, as_: "eve").ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await ClaimAsync(host, user, "t/daily/2026-11-24/x", as_: user).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        wallet.Paid.Should().BeEmpty();
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage claimed = await ClaimAsync(host, user, key, as_: user);
            claimed.StatusCode.Should().Be(HttpStatusCode.OK, await claimed.Content.ReadAsStringAsync());
            claimed.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        }

        await UntilAsync(() => wallet.Paid.Count > 0);
        wallet.Paid.Should().Equal($"{key}: 0.5 gems");
    }

    [Fact]
    public async Task Expired_is_gone_and_withdrawn_is_a_conflict()
    {
        await using CompetitionsHost host = await StartAsync("request", out _, Claimed);
        await host.PostAsync("ann", 1);
        await host.PostAsync("bob", 1);
        await host.Services.GetRequiredService<IRewards>().WithdrawAsync("t/daily/2026-11-23/bob", "op", "no");
        host.Time.Advance(TimeSpan.FromDays(7));
        await ClaimAsync(host, "ann", "t/daily/2026-11-23/ann", "ann").ShouldBeProblemAsync(HttpStatusCode.Gone);
        await ClaimAsync(host, "bob", "t/daily/2026-11-23/bob", "bob").ShouldBeProblemAsync(HttpStatusCode.Conflict);
        (await RewardsAsync(host, "ann")).Should().Contain("\"expired\"");
        (await RewardsAsync(host, "bob")).Should().Contain("\"withdrawn\"");
    }

    [Fact]
    public async Task What_a_play_in_quarantine_has_earned_is_withheld_until_its_release()
    {
        await using CompetitionsHost host = await StartAsync("sqlite", out Wallet wallet, Claimed);
        await host.PostAsync("ann", 1);
        await UntilAsync(async () => (await RewardsAsync(host, "ann")).Contains("claimable"));
        await JudgeAsync(true);
        (await RewardsAsync(host, "ann")).Should().Contain("\"status\":\"withheld\"").And.Contain("\"claimBy\":null");
        (await host.GetJsonAsync("/competitions/users/ann/targets", "ann")).GetRawText().Should().Contain("\"value\":0,").And.Contain("\"done\":false");
        await ClaimAsync(host, "ann", "t/daily/2026-11-23/ann", "ann").ShouldBeProblemAsync(HttpStatusCode.Conflict);

        await JudgeAsync(false);
        using HttpResponseMessage claimed = await ClaimAsync(host, "ann", "t/daily/2026-11-23/ann", "ann");
        claimed.StatusCode.Should().Be(HttpStatusCode.OK);
        await UntilAsync(() => wallet.Paid.Count > 0);
        (await host.GetJsonAsync("/competitions/users/ann/targets", "ann")).GetRawText().Should().Contain("\"done\":true");

        async Task JudgeAsync(bool quarantined)
        {
            var play = new PlayId("ann", "NyM_JGWcx", $"ann-{Leaderboards.Events.Noon.ToUnixTimeMilliseconds()}-1");
            host.Services.GetRequiredService<QuarantinedPlays>().Set(play, quarantined);
            foreach (ICompetition competition in host.Services.GetServices<ICompetition>())
                await competition.RecountAsync([play], default);
        }
    }

    [Theory]
    [InlineData("targets")]
    [InlineData("rewards")]
    public async Task Only_the_user_may_ask(string what)
    {
        await using CompetitionsHost host = await StartAsync("request", out _, First);
        await host.GetAsync($"/competitions/users/ann/{what}").ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await host.GetAsync($"/competitions/users/ann/{what}", "bob").ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        using HttpResponseMessage own = await host.GetAsync($"/competitions/users/ann/{what}", "ann");
        own.Headers.CacheControl!.ToString().Should().Contain("no-store").And.Contain("private");
    }

    [Fact]
    public async Task Targets_and_the_wallet_are_all_that_a_publisher_needs_to_add()
    {
        var wallet = new Wallet();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gamezop:AllowAnonymous"] = "true",
            ["Gamezop:Targets:0:Id"] = "configured",
            ["Gamezop:Targets:0:Goal:Kind"] = "TotalScore",
            ["Gamezop:Targets:0:Goal:Value"] = "12.5",
            ["Gamezop:Targets:0:Reward:Kind"] = "coins",
            ["Gamezop:Targets:0:Reward:Amount"] = "2",
            ["Gamezop:Rewards:Concurrency"] = "2",
        });
        builder.Services.AddSingleton(wallet).AddSingleton<TimeProvider>(new RunningClock());
        builder.Services.AddGamezopScores(builder.Configuration.GetSection("Gamezop")).AddTargets(targets => targets.Add(First)).AddRewardHandler<WalletHandler>();
        await using WebApplication app = builder.Build();
        app.MapGamezopScores("/games/score");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        string body = $$"""{"gameCode":"NyM_JGWcx","sessionId":"s","gamePlayId":"p","timestamp":{{Events.Noon.ToUnixTimeMilliseconds()}},"score":2000,"subId":"ann","state":"over"}""";
        using HttpResponseMessage answer = await client.PostAsync(new Uri("/games/score", UriKind.Relative), new StringContent(body, Encoding.UTF8));
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        await UntilAsync(() => wallet.Paid.Count == 2);
        wallet.Paid.Should().BeEquivalentTo("t/first-1000/all/ann: 50 coins", "t/configured/all/ann: 2 coins");
    }

    [Fact]
    public async Task After_a_restart_progress_rewards_and_added_targets_are_there_again()
    {
        await using (CompetitionsHost host = await StartAsync("sqlite", out Wallet wallet, First))
        {
            await host.Services.GetRequiredService<ITargets>().AddAsync(new TargetDefinition { Id = "added", Goal = TargetGoal.PlaysFinished(2), Reward = new Reward("coins", 1) });
            await host.PostAsync("ann", 1000);
            await UntilAsync(() => wallet.Paid.Count > 0);
            await UntilAsync(async () => (await RewardsAsync(host, "ann")).Contains("\"paid\""));
        }

        await using CompetitionsHost again = await StartAsync("sqlite", out Wallet second, First);
        await again.PostAsync("ann", 1001, 1);
        await UntilAsync(() => second.Paid.Count > 0);
        second.Paid.Should().Equal("t/added/all/ann: 1 coins");
    }

    private static async Task<string> RewardsAsync(CompetitionsHost host, string user) => (await host.GetJsonAsync($"/competitions/users/{Uri.EscapeDataString(user)}/rewards", user)).GetRawText();

    private static async Task<HttpResponseMessage> ClaimAsync(CompetitionsHost host, string user, string key, string? as_)
    {
        var uri = new Uri($"{host.Client.BaseAddress}competitions/users/{Uri.EscapeDataString(user)}/rewards/{Uri.EscapeDataString(key)}/claim", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(HttpMethod.Post, uri);
        if (as_ is not null)
            request.Headers.Add("user", Uri.EscapeDataString(as_));
        return await host.Client.SendAsync(request);
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        long deadline = Environment.TickCount64 + 30_000;
        while (!await condition())
        {
            Environment.TickCount64.Should().BeLessThan(deadline, "it should have happened by now");
            await Task.Delay(20);
        }
    }

    private Task<CompetitionsHost> StartAsync(string store, out Wallet wallet, params TargetDefinition[] targets)
    {
        var paid = new Wallet();
        wallet = paid;
        return ReadyAsync(CompetitionsHost.StartAsync(
            scores =>
            {
                scores.Services.AddSingleton(paid);
                scores.AddTargets(options => Array.ForEach(targets, target => options.Add(target))).AddRewardHandler<WalletHandler>();
                if (store == "volatile")
                    scores.UseVolatileInbox();
                else if (store == "sqlite")
                    scores.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "scores.db")}");
            },
            null,
            waitUntilReady: true));

        static async Task<CompetitionsHost> ReadyAsync(Task<CompetitionsHost> starting)
        {
            CompetitionsHost host = await starting;
            await host.Services.GetRequiredService<TargetCatalog>().Ready;
            return host;
        }
    }

    public sealed class Wallet
    {
        private readonly List<string> _paid = [];

        public IReadOnlyList<string> Paid
        {
            get
            {
                lock (_paid)
                    return [.. _paid];
            }
        }

        public void Pay(RewardGrant grant)
        {
            lock (_paid)
                _paid.Add(FormattableString.Invariant($"{grant.Key}: {grant.Reward.Amount} {grant.Reward.Kind}"));
        }
    }

    public sealed class WalletHandler(Wallet wallet) : IRewardHandler
    {
        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken)
        {
            wallet.Pay(grant);
            return ValueTask.CompletedTask;
        }
    }
}
