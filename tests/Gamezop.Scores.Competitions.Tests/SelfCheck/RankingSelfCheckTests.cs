using Gamezop.Scores.Competitions.Tests.Endpoints;
using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.SelfCheck;

public sealed class RankingSelfCheckTests
{
    private static readonly LeaderboardDefinition Country = new() { Id = "b", PartitionBy = LeaderboardPartition.Country };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ranks_that_are_right_pass_with_banned_and_erased_users(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await FilledAsync(sqlite ? file.Open() : new MemoryLeaderboardStore());
        await world.Players.BanAsync("u7", "test", "");
        await world.Players.EraseAsync("u8", "test", "");
        for (int i = 0; i < 20; i++)
            await world.SelfCheck.RunAsync(default);
        world.SelfCheck.Wrong.Should().BeEmpty();
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_who_is_hidden_while_an_erasure_is_not_finished_makes_no_rank_wrong(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        var store = new FaultyStore(sqlite ? file.Open() : new MemoryLeaderboardStore());
        World world = await FilledAsync(store);
        store.FailAt = ("EraseAsync", 1, false);
        await world.Awaiting(it => it.Players.EraseAsync("u99", "test", "").AsTask()).Should().ThrowAsync<IOException>();
        for (int i = 0; i < 3; i++)
            await world.SelfCheck.RunAsync(default);
        world.SelfCheck.Wrong.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_ranking_that_lacks_the_leader_is_found_and_passes_again_when_it_is_mended(bool sqlite)
    {
        using var file = new SqliteStoreFile();
        World world = await FilledAsync(sqlite ? file.Open() : new MemoryLeaderboardStore());
        world.Catalog.Find("b")!.Scope.FindOpen("all")!.Find("")!.Remove("u99");
        // The board's three rankings have their turn one after the other.
        for (int i = 0; i < 3; i++)
            await world.SelfCheck.RunAsync(default);
        world.SelfCheck.Wrong.Should().ContainSingle().Which.Should().StartWith("b/all: a user is at position");
        HealthCheckResult health = await HealthAsync(world);
        (health.Status, health.Description).Should().Match<(HealthStatus Status, string? Text)>(result => result.Status == HealthStatus.Unhealthy && result.Text!.Contains("b/all"));

        await world.HandleAsync(Over("u99", 99.5, 100, country: "DE"));
        for (int i = 0; i < 3; i++)
            await world.SelfCheck.RunAsync(default);
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_score_in_memory_that_the_store_does_not_have_is_found()
    {
        World world = await FilledAsync(new MemoryLeaderboardStore());
        Standings standings = world.Catalog.Find("b")!.Scope.FindOpen("all")!.Find("")!;
        foreach (int i in Enumerable.Range(0, 100))
            standings.Set($"u{i}", RankKey.OfScore(i + 0.5, ascending: false), Noon.UtcTicks, null);
        for (int i = 0; i < 3; i++)
            await world.SelfCheck.RunAsync(default);
        world.SelfCheck.Wrong.Should().ContainSingle().Which.Should().Contain("not the one in the store");
    }

    [Fact]
    public async Task Writing_meanwhile_is_no_error()
    {
        World world = await FilledAsync(new MemoryLeaderboardStore());
        using var ended = new CancellationTokenSource();
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; !ended.IsCancellationRequested; i++)
                await world.HandleAsync(Over($"u{i % 150}", i * 7919 % 1000, i % 80_000, $"p{i}"));
        });
        for (int i = 0; i < 300; i++)
            await world.SelfCheck.RunAsync(default);
        await ended.CancelAsync();
        await writing;
        world.SelfCheck.Wrong.Should().BeEmpty();
    }

    [Fact]
    public async Task Health_says_what_is_not_ready_and_what_waits()
    {
        World world = await World.StartAsync(Country);
        world.Build();
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Unhealthy);
        world.Orders = new NoOrders();
        await world.RestartAsync(Country, new LeaderboardDefinition { Id = "race", Games = ["g"], Order = LeaderboardOrder.FromGamezop });
        HealthCheckResult health = await HealthAsync(world);
        (health.Status, health.Description!.Contains("race", StringComparison.Ordinal)).Should().Be((HealthStatus.Degraded, true));
    }

    [Fact]
    public async Task The_check_has_the_tag_and_the_host_looks_by_itself()
    {
        var release = new TaskCompletionSource();
        await using var host = await CompetitionsHost.StartAsync(
            scores => scores.Services.AddSingleton<ILeaderboardStore>(new FaultyStore(new MemoryLeaderboardStore()) { Starting = release.Task }).AddHealthChecks().AddGamezopCompetitions(),
            null, waitUntilReady: false, Country);
        (await AskAsync()).Should().Be(HealthStatus.Unhealthy, "nothing is read yet");
        release.SetResult();
        await host.ReadyAsync();
        (await AskAsync()).Should().Be(HealthStatus.Healthy);

        await host.PostAsync("ann", 1, country: null);
        await host.PostAsync("bob", 2, country: null);
        host.Services.GetRequiredService<BoardCatalog>().Find("b")!.Scope.FindOpen("all")!.Find("")!.Remove("bob");
        while (await AskAsync() == HealthStatus.Healthy)
        {
            host.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(1);
            host.Time.GetUtcNow().Should().BeBefore(Noon.AddHours(12));
        }

        (await AskAsync()).Should().Be(HealthStatus.Unhealthy);

        async Task<HealthStatus> AskAsync() =>
            (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("gamezop"))).Entries.Should().ContainKey("gamezop-competitions").WhoseValue.Status;
    }

    private static async Task<World> FilledAsync(ILeaderboardStore store)
    {
        World world = await World.StartAsync(store, Country);
        await world.HandleAsync(Enumerable.Range(0, 100).Select(i => Over($"u{i}", i, i, country: i % 2 == 0 ? "IN" : "DE")));
        return world;
    }

    private static Task<HealthCheckResult> HealthAsync(World world) => new CompetitionsHealthCheck(world.Catalog, world.SelfCheck, world.OrderWatch).CheckHealthAsync(
        new HealthCheckContext { Registration = new HealthCheckRegistration("gamezop-competitions", _ => null!, HealthStatus.Unhealthy, ["gamezop"]) });

    private sealed class NoOrders : IGamezopLeaderboardOrders
    {
        public ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken) => throw new HttpRequestException("Not now.");
    }
}
