using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>Boards that take their order from Gamezop.</summary>
public sealed class OrderTests
{
    private static readonly LeaderboardDefinition Daily = new() { Id = "b", Window = LeaderboardWindow.Daily };
    private static readonly LeaderboardDefinition Race = new() { Id = "race", Games = ["race"], Order = LeaderboardOrder.FromGamezop };

    [Fact]
    public async Task The_order_comes_from_Gamezop_and_until_then_only_this_boards_events_wait()
    {
        var orders = new Orders();
        World world = await World.StartAsync(Daily);
        world.Orders = orders;
        LeaderboardDefinition race = new() { Id = "race", Games = ["race"], Order = LeaderboardOrder.FromGamezop };
        await world.RestartAsync(Daily, race);
        await FluentActions.Awaiting(() => world.HandleAsync(Over("ann", 2, game: "race"), Over("bob", 1, game: "other"))).Should().ThrowAsync<LeaderboardOrderUnknownException>();
        (await world.ShowAsync("b")).Should().Be("1:ann=2 2:bob=1");
        await world.HandleAsync(Over("cid", 9, game: "other"));
        orders.Known["l"] = LeaderboardOrder.Ascending;
        await world.AskForOrdersAgainAsync();
        await world.HandleAsync(Over("ann", 2, game: "race"), Over("bob", 1, game: "race"));
        (await world.ShowAsync("race")).Should().Be("1:bob=1 2:ann=2");
        // What is known is kept, and does not change under the scores.
        orders.Known["l"] = LeaderboardOrder.Descending;
        await world.RestartAsync(Daily, race);
        (await world.ShowAsync("race")).Should().Be("1:bob=1 2:ann=2");
        orders.Known["m"] = LeaderboardOrder.Ascending;
        await FluentActions.Awaiting(() => world.Boards.AddAsync(new LeaderboardDefinition { Id = "other", Games = ["race"], Order = LeaderboardOrder.FromGamezop }).AsTask())
            .Should().ThrowAsync<LeaderboardDefinitionException>().WithMessage("*disagree: l is Descending, m is Ascending*");
    }

    [Fact]
    public async Task A_board_added_at_run_time_still_waits_for_its_order_after_a_restart()
    {
        var orders = new Orders();
        World world = await World.StartAsync();
        world.Orders = orders;
        await world.RestartAsync();
        LeaderboardDefinition race = new() { Id = "race", Games = ["race"], Order = LeaderboardOrder.FromGamezop };
        await world.Boards.AddAsync(race);
        await world.RestartAsync();
        await FluentActions.Awaiting(() => world.HandleAsync(Over("ann", 2, game: "race"))).Should().ThrowAsync<LeaderboardOrderUnknownException>();
        orders.Known["l"] = LeaderboardOrder.Ascending;
        await world.AskForOrdersAgainAsync();
        await world.HandleAsync(Over("ann", 2, game: "race"), Over("bob", 1, game: "race"));
        await world.RestartAsync();
        (await world.ShowAsync("race")).Should().Be("1:bob=1 2:ann=2");
        orders.Known.Clear();
        await world.Boards.AddAsync(new LeaderboardDefinition { Id = "other", Games = ["race"], Order = LeaderboardOrder.FromGamezop });
        (await world.Boards.RemoveAsync("other", "olga", "never began")).Should().BeTrue();
        await world.RestartAsync();
        world.Boards.Definitions.Select(definition => definition.Id).Should().Equal("race");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leaderboards_that_turn_out_to_disagree_keep_no_event_waiting(bool atRunTime)
    {
        var orders = new Orders();
        World world = await World.StartAsync();
        world.Orders = orders;
        LeaderboardDefinition race = new() { Id = "race", Games = ["race"], Order = LeaderboardOrder.FromGamezop };
        await world.RestartAsync(atRunTime ? [] : [race]);
        if (atRunTime)
            await world.Boards.AddAsync(race);
        (orders.Known["l"], orders.Known["m"]) = (LeaderboardOrder.Ascending, LeaderboardOrder.Descending);
        await world.AskForOrdersAgainAsync();
        await world.HandleAsync(Over("ann", 2, game: "race"));
        world.Boards.Definitions.Should().BeEmpty();
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Degraded);
        (await world.Boards.RemoveAsync("race", "olga", "it never will")).Should().BeTrue();
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Healthy);
        await world.RestartAsync();
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_board_that_cannot_have_its_order_keeps_no_other_one_from_being_read(bool disagree)
    {
        var orders = new Orders();
        World world = await World.StartAsync();
        world.Orders = orders;
        await world.RestartAsync(Daily);
        await world.Boards.AddAsync(Race);
        (orders.Known["l"], orders.Known["m"]) = (LeaderboardOrder.Ascending, LeaderboardOrder.Descending);
        if (!disagree)
            world.Orders = null;
        await world.RestartAsync(Daily);
        await world.HandleAsync(Over("ann", 1), Over("ann", 1, game: "race"));
        world.Boards.Definitions.Should().ContainSingle().Which.Id.Should().Be("b");
        HealthCheckResult health = await HealthAsync(world);
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Description.Should().Contain("Leaderboard 'race': Order is FromGamezop");
        // Once that is mended, it is there with the next start.
        orders.Known.Remove("m");
        world.Orders = orders;
        await world.RestartAsync(Daily);
        await world.HandleAsync(Over("ann", 1, game: "race"));
        (await world.ShowAsync("race")).Should().Be("1:ann=1");
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_store_that_fails_when_an_order_is_known_at_last_stops_nothing()
    {
        var store = new FaultyStore(new MemoryLeaderboardStore());
        var orders = new Orders();
        World world = await World.StartAsync(store);
        world.Orders = orders;
        world.Build();
        using LeaderboardsService service = world.Service(Daily, Race);
        await service.StartAsync(default);
        await world.Catalog.Ready;
        orders.Known["l"] = LeaderboardOrder.Ascending;
        store.FailAt = ("SaveBoardAsync", 1, false);
        for (int i = 0; i < 3_000 && world.Catalog.Find("race") is null && !service.ExecuteTask!.IsCompleted; i++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        service.ExecuteTask!.IsFaulted.Should().BeFalse();
        world.Catalog.Find("race").Should().NotBeNull();
        await service.StopAsync(default);
    }

    [Fact]
    public async Task Windows_close_while_Gamezop_does_not_say_whether_an_order_has_changed()
    {
        var orders = new Orders();
        World world = await World.StartAsync();
        world.Orders = orders;
        orders.Known["l"] = LeaderboardOrder.Ascending;
        // The first question is the board's own.
        int questions = 0;
        orders.WhileAsked = () => ++questions == 1 ? Task.CompletedTask : Task.Delay(Timeout.Infinite);
        world.Build();
        using LeaderboardsService service = world.Service(Daily, Race);
        await service.StartAsync(default);
        await world.Catalog.Ready;
        await world.HandleAsync(Over("ann", 1));
        Board board = world.Catalog.Find("b")!;
        for (int i = 0; i < 3_000 && !board.Closed.Any(); i++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(5);
        }

        questions.Should().Be(2);
        board.Closed.Should().NotBeEmpty();
        await service.StopAsync(default);
    }

    [Fact]
    public async Task A_later_change_is_reported_until_a_rebuild()
    {
        var orders = new Orders();
        World world = await World.StartAsync();
        world.Orders = orders;
        orders.Known["l"] = LeaderboardOrder.Ascending;
        await world.RestartAsync(Race);
        await world.HandleAsync(Over("ann", 1, game: "race"), Over("bob", 2, game: "race"));
        await world.OrderWatch.RunAsync(default);
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Healthy);
        orders.Known["l"] = LeaderboardOrder.Descending;
        await world.OrderWatch.RunAsync(default);
        HealthCheckResult health = await HealthAsync(world);
        (health.Status, health.Description).Should().Be((HealthStatus.Degraded, "Gamezop has changed an order, and a rebuild is needed. race: it is ranked Ascending, and Gamezop says Descending now."));
        (await world.ShowAsync("race")).Should().Be("1:ann=1 2:bob=2");
        orders.Known.Clear();
        await world.OrderWatch.RunAsync(default);
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Degraded, "what Gamezop said last stands");
        orders.Known["l"] = LeaderboardOrder.Descending;
        await world.Rebuild.RunAsync("race", "olga", "Gamezop has changed it");
        (await world.ShowAsync("race")).Should().Be("1:bob=2 2:ann=1");
        (await HealthAsync(world)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task What_is_changed_while_a_rebuild_waits_for_the_order_holds_after_it()
    {
        var orders = new Orders();
        orders.Known["l"] = LeaderboardOrder.Ascending;
        World world = await World.StartAsync();
        world.Orders = orders;
        await world.RestartAsync();
        await world.Boards.AddAsync(Race);
        orders.WhileAsked = async () =>
        {
            orders.WhileAsked = () => Task.CompletedTask;
            await world.Boards.ChangeAsync(new LeaderboardDefinition { Id = "race", Games = ["race"], Order = LeaderboardOrder.FromGamezop, Grace = TimeSpan.FromHours(7) });
        };
        await world.Rebuild.RunAsync("race", "olga", "for sure");
        world.Boards.Definitions.Single().Grace.Should().Be(TimeSpan.FromHours(7));
        await world.RestartAsync();
        world.Boards.Definitions.Single().Grace.Should().Be(TimeSpan.FromHours(7));
    }

    [Fact]
    public async Task A_rebuild_whose_board_is_given_other_rules_while_it_waits_for_the_order_is_refused()
    {
        var orders = new Orders();
        orders.Known["l"] = LeaderboardOrder.Ascending;
        World world = await World.StartAsync();
        world.Orders = orders;
        await world.RestartAsync();
        await world.Boards.AddAsync(Race);
        await world.HandleAsync(Over("ann", 1, game: "race"), Over("bob", 2, game: "race"));
        orders.WhileAsked = async () =>
        {
            orders.WhileAsked = () => Task.CompletedTask;
            await world.Rebuild.RunWithAsync(new LeaderboardDefinition { Id = "race", Games = ["race"], Order = LeaderboardOrder.Descending }, "olga", "the other way round");
        };
        await FluentActions.Awaiting(() => world.Rebuild.RunAsync("race", "otto", "for sure").AsTask()).Should().ThrowAsync<RebuildRefusedException>().WithMessage("*other rules meanwhile*");
        (await world.ShowAsync("race")).Should().Be("1:bob=2 2:ann=1");
        await world.Rebuild.RunAsync("race", "otto", "once more");
        (await world.ShowAsync("race")).Should().Be("1:bob=2 2:ann=1");
    }

    [Fact]
    public async Task One_games_order_is_not_taken_for_another_game()
    {
        var orders = new Orders { Games = ["race"] };
        orders.Known["l"] = LeaderboardOrder.Ascending;
        World world = await World.StartAsync();
        world.Orders = orders;
        await world.RestartAsync(new LeaderboardDefinition { Id = "b", Games = ["race", "jump"], Order = LeaderboardOrder.FromGamezop });
        await FluentActions.Awaiting(() => world.HandleAsync(Over("ann", 1, game: "race"))).Should().ThrowAsync<LeaderboardOrderUnknownException>();
        orders.Games = null;
        await world.AskForOrdersAgainAsync();
        await world.HandleAsync(Over("ann", 1, game: "race"));
        (await world.ShowAsync("b")).Should().Be("1:ann=1");
    }

    [Fact]
    public async Task Games_that_name_one_leaderboard_and_disagree_are_refused()
    {
        World world = await World.StartAsync();
        world.Orders = new Opposite();
        await world.RestartAsync();
        await FluentActions.Awaiting(() => world.Boards.AddAsync(new LeaderboardDefinition { Id = "b", Games = ["race", "jump"], Order = LeaderboardOrder.FromGamezop }).AsTask())
            .Should().ThrowAsync<LeaderboardDefinitionException>().WithMessage("*disagree*");
    }

    [Fact]
    public async Task Nothing_else_waits_for_a_Gamezop_that_does_not_answer()
    {
        var orders = new Silent();
        World world = await World.StartAsync();
        world.Orders = orders;
        world.Build();
        LeaderboardDefinition[] races = [.. Enumerable.Range(0, 20).Select(i => new LeaderboardDefinition { Id = $"race{i}", Games = ["race"], Order = LeaderboardOrder.FromGamezop })];
        using LeaderboardsService service = world.Service([Daily, .. races]);
        await service.StartAsync(default);
        DateTimeOffset begun = world.Time.GetUtcNow();
        for (int i = 0; i < 3_000 && !world.Catalog.IsReady; i++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Delay(1);
        }

        world.Catalog.IsReady.Should().BeTrue();
        await FluentActions.Awaiting(() => world.HandleAsync(Over("ann", 1), Over("ann", 2, game: "race"))).Should().ThrowAsync<LeaderboardOrderUnknownException>();
        (await world.ShowAsync("b")).Should().Be("1:ann=2");
        // What it says at last is taken.
        orders.Answer.SetResult();
        for (int i = 0; i < 3_000 && world.Catalog.Find("race19") is null; i++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        world.Catalog.Find("race19").Should().NotBeNull();
        await service.StopAsync(default);
    }

    private sealed class Opposite : IGamezopLeaderboardOrders
    {
        public ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken) =>
            new(new Dictionary<string, LeaderboardOrder> { ["l"] = gameCode == "race" ? LeaderboardOrder.Ascending : LeaderboardOrder.Descending });
    }

    private sealed class Silent : IGamezopLeaderboardOrders
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<IReadOnlyDictionary<string, LeaderboardOrder>> GetAsync(string gameCode, CancellationToken cancellationToken)
        {
            await Answer.Task.WaitAsync(cancellationToken);
            return new Dictionary<string, LeaderboardOrder> { ["l"] = LeaderboardOrder.Ascending };
        }
    }

    private static Task<HealthCheckResult> HealthAsync(World world) => new CompetitionsHealthCheck(world.Catalog, world.SelfCheck, world.OrderWatch).CheckHealthAsync(
        new HealthCheckContext { Registration = new HealthCheckRegistration("gamezop-competitions", _ => null!, HealthStatus.Unhealthy, ["gamezop"]) });
}
