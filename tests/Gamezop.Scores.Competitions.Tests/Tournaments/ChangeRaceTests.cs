using Gamezop.Scores.Competitions.Tests.Leaderboards;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Changes, removals and handlers side by side: nothing that is removed comes back, and no change undoes another one.</summary>
public sealed class ChangeRaceTests
{
    private readonly SteppedStore _store = new(new MemoryTournamentStore());

    /// <summary>The handler has been told while the removal is being written, and says so as soon as it is.</summary>
    [Theory]
    [InlineData("c/cup", null)]
    [InlineData("e/cup", null)]
    [InlineData("c/cup%4020261123T120000Z", "0 * * * *")]
    public async Task What_is_removed_while_its_handler_is_told_does_not_come_back(string hook, string? cron)
    {
        var world = await StartAsync(cron is null ? Cup(At(1, 5)) : Hourly(cron));
        var isCancelled = hook.StartsWith('c');
        if (isCancelled)
            await world.Tournaments.CancelAsync(cron is null ? "cup" : "cup@20261123T120000Z", "olga", "rain");
        var isTelling = new TaskCompletionSource();
        var mayReturn = new TaskCompletionSource();
        world.SlowHook = async key =>
        {
            if (key != hook)
                return;
            isTelling.TrySetResult();
            await mayReturn.Task;
        };
        var running = world.RunAsync(isCancelled ? Noon.AddMinutes(5) : Settled(Noon.AddHours(1)));
        await isTelling.Task;
        _store.AfterRemoval = async () =>
        {
            mayReturn.TrySetResult();
            // It has the time to be kept, where nothing keeps it from that.
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200)));
        };
        await world.Tournaments.RemoveAsync("cup", "olga", "over");
        await running;
        var state = await _store.StartAsync(default);
        state.Tournaments.Should().BeEmpty();
        state.Occurrences.Should().BeEmpty();
    }

    [Fact]
    public async Task A_change_beside_a_change_of_times_undoes_neither()
    {
        var world = await StartAsync(Hourly("0 * * * *"));
        await world.RunAsync(Noon.AddMinutes(10));
        var next = "cup@20261123T130000Z";
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(11), 5));
        world.WhileReading = async () =>
        {
            world.WhileReading = () => Task.CompletedTask;
            await world.Tournaments.ChangeAsync(Hourly("0 * * * *", coins: 9), "olga", "more");
        };
        await world.Tournaments.RescheduleAsync(next, Noon.AddMinutes(70), Noon.AddMinutes(100), "olga", "later");
        await world.RestartAsync(Hourly("0 * * * *", coins: 9));
        var moved = await world.Tournaments.GetAsync(next);
        (moved.StartsAt, moved.EndsAt).Should().Be((Noon.AddMinutes(70), Noon.AddMinutes(100)));
        moved.Definition.Prizes[0].Reward.Amount.Should().Be(5, "an operator has given it other times, so it stays as it is");
        await world.RunAsync(Noon.AddMinutes(110));
        (await world.Tournaments.GetAsync("cup")).Definition.Prizes[0].Reward.Amount.Should().Be(9);
    }

    [Fact]
    public async Task What_a_handler_was_told_while_an_occurrence_was_judged_anew_is_not_told_again()
    {
        var world = await StartAsync(Cup(At(1, 5)));
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 5));
        world.WhileReading = () => world.RunAsync();
        await world.Tournaments.ExtendAsync("cup", Noon.AddHours(2), "olga", "longer");
        world.Told.Should().Equal("s/cup");
        world.WhileReading = () => Task.CompletedTask;
        await world.RunAsync(Settled(Noon.AddHours(2)));
        world.Told.Should().Equal("s/cup", "e/cup");
    }

    [Fact]
    public async Task A_cancelled_occurrence_is_not_revived_by_a_change_under_way()
    {
        var world = await StartAsync(Hourly("0 * * * *"));
        await world.RunAsync(Noon.AddMinutes(10));
        var orders = new Orders { Known = { ["board"] = LeaderboardOrder.Descending } };
        world.Orders = orders;
        await world.RestartAsync();
        orders.WhileAsked = () => world.Tournaments.CancelAsync("cup@20261123T130000Z", "olga", "rain").AsTask();
        await world.Tournaments.ChangeAsync(Hourly("0 * * * *", order: LeaderboardOrder.FromGamezop), "olga", "more");
        (await world.Tournaments.GetAsync("cup@20261123T130000Z")).Status.Should().Be(TournamentStatus.Cancelled);
        orders.WhileAsked = () => Task.CompletedTask;
        await world.RestartAsync(Hourly("0 * * * *", order: LeaderboardOrder.FromGamezop));
        (await world.Tournaments.GetAsync("cup@20261123T130000Z")).Status.Should().Be(TournamentStatus.Cancelled);
    }

    [Fact]
    public async Task A_change_of_a_tournament_that_is_removed_meanwhile_does_not_bring_it_back()
    {
        var world = await StartAsync();
        await world.Tournaments.CreateAsync(Hourly("0 0 1 1 *"));
        Task? changing = null;
        _store.AfterRemoval = () =>
        {
            changing = world.Tournaments.ChangeAsync(Hourly("0 0 1 1 *", coins: 9), "olga", "more").AsTask();
            return Task.CompletedTask;
        };
        await world.Tournaments.RemoveAsync("cup", "olga", "over");
        await changing!.Awaiting(task => task).Should().ThrowAsync<TournamentNotFoundException>();
        (await _store.StartAsync(default)).Tournaments.Should().BeEmpty();
    }

    private Task<TournamentWorld> StartAsync(params TournamentDefinition[] definitions) =>
        TournamentWorld.StartAsync(new TournamentStores(_store, new MemoryLeaderboardStore(), new MemoryRewardStore()), Noon, definitions);

    private static TournamentDefinition Hourly(string cron, decimal coins = 5, LeaderboardOrder order = LeaderboardOrder.Descending) => new()
    {
        Id = "cup",
        Games = [Game],
        GamezopLeaderboards = order == LeaderboardOrder.FromGamezop ? ["board"] : [],
        Cron = cron,
        Duration = TimeSpan.FromMinutes(40),
        Grace = TimeSpan.FromMinutes(10),
        Prizes = [At(1, coins)],
        Order = order,
    };
}
