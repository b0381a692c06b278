using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace Gamezop.Scores.Competitions.Tests.Endpoints;

/// <summary>What is one user's own is kept by no cache: neither one on the way nor the framework's.</summary>
public sealed class PrivateAnswerTests
{
    private static readonly LeaderboardDefinition Board = new() { Id = "b" };

    private static readonly TargetDefinition Claimable = new()
    {
        Id = "first",
        Goal = TargetGoal.PlaysFinished(1),
        Reward = new Reward("coins", 1),
        MustClaim = true,
        ClaimWithin = TimeSpan.FromDays(1),
    };

    public static TheoryData<string> Caches => ["base policy", "base policy for everything", "group", "group by attribute"];

    [Theory]
    [MemberData(nameof(Caches))]
    public async Task The_output_cache_gives_nobody_what_was_answered_to_somebody_else(string cache)
    {
        await using var host = await StartAsync(cache);
        await host.PostAsync("u1", 10);
        await host.PostAsync("u2", 20);
        await host.GetJsonAsync("/competitions/leaderboards");
        var listed = await host.GetAsync("/competitions/leaderboards");
        listed.Headers.Age.Should().NotBeNull("the cache is at work where nothing is private");

        foreach (var path in (string[])["leaderboards/b/users/u1", "users/u1/targets", "users/u1/rewards"])
        {
            var own = (await host.GetJsonAsync("/competitions/" + path, "u1")).GetRawText();
            own.Should().NotBeEmpty();
            await host.GetAsync("/competitions/" + path, "u2").ShouldBeProblemAsync(HttpStatusCode.Forbidden);
            await host.GetAsync("/competitions/" + path).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
            (await host.GetJsonAsync("/competitions/" + path, "u1")).GetRawText().Should().Be(own, "a refusal is not kept either");
            using var head = new HttpRequestMessage(HttpMethod.Head, "/competitions/" + path);
            head.Headers.Add("user", "u1");
            (await host.Client.SendAsync(head)).StatusCode.Should().Be(HttpStatusCode.OK);
            (await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/competitions/" + path))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Users_who_ask_at_the_same_moment_get_their_own_answers()
    {
        await using var host = await StartAsync("base policy for everything");
        await host.PostAsync("u1", 10);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var answer = await host.GetAsync("/competitions/users/u1/targets", i % 2 == 0 ? "u1" : "u2");
            return answer.StatusCode;
        }));

        statuses.Where((_, i) => i % 2 == 0).Should().OnlyContain(status => status == HttpStatusCode.OK);
        statuses.Where((_, i) => i % 2 == 1).Should().OnlyContain(status => status == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Actions_run_each_time_also_where_posts_are_cached()
    {
        await using var host = await StartAsync("base policy for everything");
        using var first = await host.SendPostAsync("/competitions/tournaments/cup/players/u1", "u1");
        first.StatusCode.Should().Be(HttpStatusCode.OK);

        await host.SendPostAsync("/competitions/tournaments/cup/players/u1", "u2").ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await host.PostAsync("u1", 1);
        await host.PostAsync("u2", 2);
        (await host.GetJsonAsync("/competitions/leaderboards/b/users/u2", "u2")).GetProperty("total").GetInt32()
            .Should().Be(2, "a score is not answered from a cache");
    }

    [Fact]
    public async Task Live_streams_are_not_gathered_by_the_output_cache()
    {
        await using var host = await StartAsync("base policy for everything");
        for (var i = 0; i < 2; i++)
        {
            using var live = await Live.EventReader.OpenAsync(host.Client, "leaderboard=b");
            await live.BoardAsync();
            await host.PostAsync("u1", i + 1, i);
            (await live.BoardAsync(host)).GetProperty("entries")[0].GetProperty("score").GetInt32().Should().Be(i + 1);
        }
    }

    public static TheoryData<string, string, string?, HttpStatusCode> Answers => new()
    {
        { "GET", "leaderboards/b/users/u1", "u1", HttpStatusCode.OK },
        { "GET", "leaderboards/b/users/none", "none", HttpStatusCode.NotFound },
        { "GET", "leaderboards/other/users/u1", "u1", HttpStatusCode.NotFound },
        { "GET", "leaderboards/b/users/u1?around=-1", "u1", HttpStatusCode.BadRequest },
        { "GET", "leaderboards/b/users/u1", "u2", HttpStatusCode.Forbidden },
        { "GET", "users/u1/targets", null, HttpStatusCode.Forbidden },
        { "GET", "users/u1/rewards", "u2", HttpStatusCode.Forbidden },
        { "POST", "users/u1/rewards/none/claim", "u1", HttpStatusCode.NotFound },
        { "POST", "users/u1/rewards/none/claim", "u2", HttpStatusCode.Forbidden },
        { "POST", "users/u1/rewards/t%2Ffirst%2Fall%2Fu1/claim", "u1", HttpStatusCode.Gone },
        { "POST", "tournaments/none/players/u1", "u1", HttpStatusCode.NotFound },
        { "POST", "tournaments/cup/players/u1", "u1", HttpStatusCode.Conflict },
        { "POST", "tournaments/cup/players/u1", "u2", HttpStatusCode.Forbidden },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_answer_about_one_user_says_that_it_must_not_be_kept(string method, string path, string? user, HttpStatusCode status)
    {
        await using var host = await StartAsync("none");
        await host.PostAsync("u1", 10);
        host.Time.Advance(TimeSpan.FromDays(2));

        using var answer = method == "POST" ? await host.SendPostAsync("/competitions/" + path, user) : await host.GetAsync("/competitions/" + path, user);

        answer.StatusCode.Should().Be(status, await answer.Content.ReadAsStringAsync());
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task That_nothing_can_be_answered_yet_is_not_kept_either()
    {
        var release = new TaskCompletionSource();
        await using var host = await CompetitionsHost.StartAsync(
            new HostSetup
            {
                Scores = scores => scores.Services.AddSingleton<ILeaderboardStore>(
                    new Leaderboards.FaultyStore(new MemoryLeaderboardStore()) { Starting = release.Task }),
                WaitUntilReady = false,
            },
            Board);

        using var answer = await host.GetAsync("/competitions/leaderboards/b/users/u1", "u1");

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        release.SetResult();
    }

    private static Task<CompetitionsHost> StartAsync(string cache) => CompetitionsHost.StartAsync(
        new HostSetup
        {
            Scores = scores => scores
                .AddTournaments(tournaments => tournaments.Add(
                    new TournamentDefinition { Id = "cup", StartsAt = Leaderboards.Events.Noon, Duration = TimeSpan.FromHours(1), JoinRequired = true }))
                .AddTargets(targets => targets.Add(Claimable))
                .AddRewardHandler<Nothing>()
                .Services.AddOutputCache(options =>
                {
                    if (cache == "base policy")
                        options.AddBasePolicy(policy => policy.Expire(TimeSpan.FromHours(1)));
                    if (cache == "base policy for everything")
                        options.AddBasePolicy(new Everything());
                }),
            Use = app =>
            {
                if (cache != "none")
                    app.UseOutputCache();
            },
            Map = group => _ = cache switch
            {
                "group" => group.CacheOutput(policy => policy.Expire(TimeSpan.FromHours(1))),
                "group by attribute" => group.WithMetadata(new OutputCacheAttribute { Duration = 3600 }),
                _ => group,
            },
        },
        Board);

    /// <summary>A publisher's own policy that knows nothing of methods, users and refusals.</summary>
    private sealed class Everything : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking = true;
            context.ResponseExpirationTimeSpan = TimeSpan.FromHours(1);
            return default;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => default;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            context.AllowCacheStorage = true;
            return default;
        }
    }

    private sealed class Nothing : IRewardHandler
    {
        public ValueTask GrantAsync(RewardGrant grant, CancellationToken cancellationToken) => default;
    }
}
