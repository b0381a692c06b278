using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

public sealed class JoiningTests
{
    private static readonly TournamentDefinition Cup = new()
    {
        Id = "cup",
        Games = [Game],
        StartsAt = Noon,
        Duration = TimeSpan.FromHours(1),
        Grace = TimeSpan.FromMinutes(10),
        JoinRequired = true,
        MaxPlayers = 2,
        MaxAttempts = 1,
    };

    [Fact]
    public async Task Scores_count_from_the_joining_on_and_earlier_ones_use_no_attempt()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup);
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(1), 50));
        world.Time.SetUtcNow(Noon.AddMinutes(5));
        TournamentJoin join = await world.Tournaments.JoinAsync("cup", "ann");
        join.Should().Match<TournamentJoin>(it => it.Outcome == TournamentJoinOutcome.Joined && it.JoinedAt == Noon.AddMinutes(5));
        (await world.ShowAsync("cup")).Should().BeEmpty();
        await world.HandleAsync(Played("ann", "b", Noon.AddMinutes(6), 7), Played("bob", "c", Noon.AddMinutes(6), 100));
        (await world.ShowAsync("cup")).Should().Be("1:ann=7");
        world.Time.SetUtcNow(Noon.AddMinutes(7));
        (await world.Tournaments.JoinAsync("cup", "ann")).Should().Be(join, "again comes to the same");
        (await world.Tournaments.GetAsync("cup")).Players.Should().Be(1);
    }

    /// <summary>The game's clock is two minutes ahead: what it says is after the joining is heard of before.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_score_dated_after_the_joining_that_came_before_it_counts(bool restart)
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup);
        await world.HandleAsync(
            Played("ann", "a", Noon.AddMinutes(3), 50, receivedAt: Noon.AddMinutes(1)), Played("ann", "b", Noon.AddSeconds(90), 99, receivedAt: Noon.AddMinutes(1)), Played("ann", "c", Noon.AddSeconds(30), 98));
        if (restart)
            await world.RestartAsync();
        world.Time.SetUtcNow(Noon.AddMinutes(2));
        await world.Tournaments.JoinAsync("cup", "ann");
        (await world.ShowAsync("cup")).Should().Be("1:ann=50");
    }

    [Fact]
    public async Task A_joining_that_was_kept_before_the_process_was_killed_counts_what_came_before_it()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup);
        await world.HandleAsync(Played("ann", "a", Noon.AddMinutes(3), 50, receivedAt: Noon.AddMinutes(1)));
        await world.Stores.Tournaments.TakePlaceAsync("cup", "ann", Noon.AddMinutes(2), 2, default);
        await world.RestartAsync();
        (await world.ShowAsync("cup")).Should().Be("1:ann=50");
    }

    [Fact]
    public async Task The_cap_holds_under_concurrent_joins_in_memory() => await JoinAllAsync(TournamentStores.InMemory());

    [Fact]
    public async Task The_cap_holds_under_concurrent_joins_in_SQLite()
    {
        using var file = new SqliteTournamentFile();
        await JoinAllAsync(file.Open());
    }

    [Fact]
    public async Task The_publisher_is_asked_once_a_place_is_held_and_a_refusal_frees_it()
    {
        var gate = new Gate();
        var world = await TournamentWorld.StartAsync(Cup);
        world.Gate = gate;
        await world.RestartAsync();
        gate.Answer = _ => TournamentGateAnswer.Refuse("No money.");
        (await world.Tournaments.JoinAsync("cup", "ann")).Should().Match<TournamentJoin>(join => join.Outcome == TournamentJoinOutcome.Refused && join.Reason == "No money.");
        gate.Answer = _ => throw new TimeoutException("The bank is away.");
        await world.Invoking(it => it.Tournaments.JoinAsync("cup", "ann").AsTask()).Should().ThrowAsync<TimeoutException>();
        gate.Answer = _ => TournamentGateAnswer.Allow;
        (await world.Tournaments.JoinAsync("cup", "bob")).Outcome.Should().Be(TournamentJoinOutcome.Joined);
        (await world.Tournaments.JoinAsync("cup", "cid")).Outcome.Should().Be(TournamentJoinOutcome.Joined);
        (await world.Tournaments.JoinAsync("cup", "ann")).Outcome.Should().Be(TournamentJoinOutcome.Full);
        (await world.Tournaments.JoinAsync("cup", "bob")).Outcome.Should().Be(TournamentJoinOutcome.Joined);
        gate.Asked.Should().Equal("j/cup/ann", "j/cup/ann", "j/cup/bob", "j/cup/cid");
    }

    [Fact]
    public async Task Who_is_banned_or_too_late_does_not_join()
    {
        TournamentWorld world = await TournamentWorld.StartAsync(Cup);
        await world.Users.BanAsync("ann", "op", "cheat");
        (await world.Tournaments.JoinAsync("cup", "ann")).Outcome.Should().Be(TournamentJoinOutcome.Refused);
        world.Time.SetUtcNow(Noon.AddHours(1));
        (await world.Tournaments.JoinAsync("cup", "bob")).Outcome.Should().Be(TournamentJoinOutcome.Closed);
    }

    [Fact]
    public async Task A_user_sees_the_tournaments_joined_and_played()
    {
        TournamentDefinition open = new() { Id = "open", StartsAt = Noon, Duration = TimeSpan.FromHours(1) };
        TournamentWorld world = await TournamentWorld.StartAsync(Cup, open);
        await world.Tournaments.JoinAsync("cup", "ann");
        await world.HandleAsync(Played("bob", "b", Noon.AddMinutes(1), 5), Played("ann", "a", Noon.AddMinutes(1), 4));
        (await world.Tournaments.GetOfUserAsync("ann")).Select(own => (own.Tournament.Id, own.JoinedAt, own.Entry?.Rank, own.Total)).Should().Equal(("cup", Noon, 1, 1), ("open", null, 2, 2));
        (await world.Tournaments.GetOfUserAsync("bob")).Should().ContainSingle().Which.Tournament.Id.Should().Be("open");
        (await world.Tournaments.GetOfUserAsync("nobody")).Should().BeEmpty();
        (await world.Tournaments.GetJoinedAsync("cup")).Should().ContainSingle().Which.UserId.Should().Be("ann");
        (await world.Tournaments.GetUserAsync("open", "ann", 1))!.Neighbours.Select(entry => entry.UserId).Should().Equal("bob", "ann");
    }

    private static async Task JoinAllAsync(TournamentStores stores)
    {
        TournamentWorld world = await TournamentWorld.StartAsync(stores, Noon, new TournamentDefinition { Id = "cup", StartsAt = Noon, Duration = TimeSpan.FromHours(1), JoinRequired = true, MaxPlayers = 20 });
        TournamentJoin[] joins = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => world.Tournaments.JoinAsync("cup", $"u{i % 100}").AsTask())));
        joins.Count(join => join.Outcome == TournamentJoinOutcome.Joined).Should().Be(40, "each of twenty users asked twice");
        joins.Count(join => join.Outcome == TournamentJoinOutcome.Full).Should().Be(160);
        (await world.Tournaments.GetJoinedAsync("cup")).Should().HaveCount(20);
        (await world.Tournaments.GetAsync("cup")).Players.Should().Be(20);
    }

    private sealed class Gate : ITournamentGate
    {
        public Func<TournamentAdmission, TournamentGateAnswer> Answer { get; set; } = _ => TournamentGateAnswer.Allow;

        public List<string> Asked { get; } = [];

        public ValueTask<TournamentGateAnswer> AdmitAsync(TournamentAdmission admission, CancellationToken cancellationToken)
        {
            Asked.Add(admission.Key);
            return new(Answer(admission));
        }
    }
}
