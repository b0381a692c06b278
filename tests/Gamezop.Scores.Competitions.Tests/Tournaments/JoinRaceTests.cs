using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>Changes beside a join under way: nobody pays an entry fee for what is gone by then.</summary>
public sealed class JoinRaceTests : IDisposable
{
    private const string Next = "cup@20261123T200000Z";

    private readonly SqliteTournamentFile _file = new();
    private readonly WaitingGate _gate = new();
    private SteppingProxy<ITournamentStore> _steps = null!;

    public void Dispose() => _file.Dispose();

    /// <summary>The join begins when it is decided already that the occurrence goes, and before it is gone.</summary>
    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task Who_joins_what_a_new_schedule_removes_is_refused_before_the_fee(string engine)
    {
        var world = await StartAsync(engine, Every("0 20 * * *", 2));
        Task<TournamentJoin>? joining = null;
        _steps.Before = (method, arguments) =>
        {
            if (joining is not null || method != nameof(ITournamentStore.SaveAsync) || ((TournamentWrite)arguments[0]!).RemovedOccurrences.Count == 0)
                return;
            joining = Task.Run(() => world.Tournaments.JoinAsync(Next, "ann").AsTask());
            // It has the time to ask for the fee, where nothing keeps it from that.
            Task.WaitAny([_gate.Asked, Task.Delay(TimeSpan.FromMilliseconds(200))]);
        };

        await world.Tournaments.ChangeAsync(Every("0 21 * * *", 1), "op", "other hours");
        _gate.Answer();

        (await joining!).Outcome.Should().Be(TournamentJoinOutcome.Closed);
        _gate.Keys.Should().BeEmpty("a fee would be lost");
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task Who_is_asked_for_the_fee_already_joins_whatever_the_schedule_becomes(string engine)
    {
        var world = await StartAsync(engine, Every("0 20 * * *", 2));
        var joining = world.Tournaments.JoinAsync(Next, "ann").AsTask();
        await _gate.Asked;

        await world.Tournaments.ChangeAsync(Every("0 21 * * *", 1), "op", "other hours");
        _gate.Answer();

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Joined);
        (await world.Tournaments.GetAsync(Next)).Players.Should().Be(1);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_tournament_that_somebody_is_joining_is_not_removed(string engine)
    {
        var world = await StartAsync(engine, Every("0 20 * * *", 2));
        var joining = world.Tournaments.JoinAsync(Next, "ann").AsTask();
        await _gate.Asked;

        await world.Invoking(it => it.Tournaments.RemoveAsync("cup", "op", "over").AsTask()).Should()
            .ThrowAsync<TournamentRefusedException>().WithMessage("*is joining tournament*try again*");
        _gate.Answer();

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Joined);
        await world.Tournaments.RemoveAsync("cup", "op", "over");
        (await world.Tournaments.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task Who_is_asked_for_the_fee_already_keeps_the_place_when_there_are_fewer(string engine)
    {
        var world = await StartAsync(engine, Once(places: 3));
        _gate.Answer();
        await world.Tournaments.JoinAsync("once", "ann");
        _gate.Begin();
        var joining = world.Tournaments.JoinAsync("once", "bob").AsTask();
        await _gate.Asked;

        await world.Tournaments.ChangeAsync(Once(places: 1), "op", "smaller");
        _gate.Answer();

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Joined);
        (await world.Tournaments.JoinAsync("once", "cid")).Outcome.Should().Be(TournamentJoinOutcome.Full);
        (await world.Tournaments.GetAsync("once")).Players.Should().Be(2);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_gate_that_hangs_does_not_keep_a_cancelled_tournament(string engine)
    {
        var world = await StartAsync(engine, Every("0 20 * * *", 2));
        var joining = world.Tournaments.JoinAsync(Next, "ann").AsTask();
        await _gate.Asked;

        await world.Tournaments.CancelAsync(Next, "op", "gate hangs");
        await world.RunAsync(Noon.AddDays(3));
        await world.Tournaments.RemoveAsync("cup", "op", "over");

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Undecided);
        (await world.Tournaments.ListAsync()).Should().BeEmpty();
    }

    private async Task<TournamentWorld> StartAsync(string engine, TournamentDefinition definition)
    {
        var inner = engine == "sqlite" ? _file.Open() : TournamentStores.InMemory();
        var stores = inner with { Tournaments = SteppingProxy<ITournamentStore>.Wrap(inner.Tournaments, out _steps) };
        var world = await TournamentWorld.StartAsync(stores, Noon);
        world.Gate = _gate;
        await world.RestartAsync(definition);
        return world;
    }

    private static TournamentDefinition Every(string cron, int hours) => new()
    {
        Id = "cup",
        Games = [Game],
        Cron = cron,
        Duration = TimeSpan.FromHours(hours),
        JoinRequired = true,
    };

    private static TournamentDefinition Once(int places) => new()
    {
        Id = "once",
        Games = [Game],
        StartsAt = Noon.AddHours(1),
        Duration = TimeSpan.FromHours(1),
        JoinRequired = true,
        MaxPlayers = places,
    };

    /// <summary>Takes a fee once the test lets it.</summary>
    private sealed class WaitingGate : ITournamentGate
    {
        private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public List<string> Keys { get; } = [];

        public void Answer() => _mayAnswer.TrySetResult();

        public void Begin()
        {
            _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public async ValueTask<TournamentGateAnswer> AdmitAsync(TournamentAdmission admission, CancellationToken cancellationToken)
        {
            Keys.Add(admission.Key);
            _asked.TrySetResult();
            await _mayAnswer.Task;
            return TournamentGateAnswer.Allow;
        }
    }
}
