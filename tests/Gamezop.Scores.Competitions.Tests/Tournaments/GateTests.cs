using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;
using static Gamezop.Scores.Competitions.Tests.Tournaments.Cups;

namespace Gamezop.Scores.Competitions.Tests.Tournaments;

/// <summary>A gate that takes its time, and what becomes of its answer when the user does not take part after all.</summary>
public sealed class GateTests : IDisposable
{
    private const string AnnsKey = "j/cup/ann";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SqliteTournamentFile _file = new();
    private readonly SlowGate _gate = new();
    private readonly Lines _log = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task Who_is_erased_while_the_gate_decides_stays_away(string engine)
    {
        var world = await StartAsync(engine);
        var joining = world.Tournaments.JoinAsync("cup", "ann").AsTask();
        var other = world.Tournaments.JoinAsync("cup", "bob").AsTask();
        await _gate.AskedAsync("ann", "bob");

        await world.Users.EraseAsync("ann", "op", "asked for it");
        _gate.Allow("ann", "bob");

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Closed);
        (await other).Outcome.Should().Be(TournamentJoinOutcome.Joined, "the others join");
        (await world.Tournaments.GetJoinedAsync("cup")).Select(player => player.UserId).Should().Equal("bob");
        (await world.Tournaments.GetOfUserAsync("ann")).Should().BeEmpty();
        (await world.Tournaments.GetAsync("cup")).Players.Should().Be(1);
        _gate.Withdrawn.Should().Equal(AnnsKey);
        _gate.Reset("ann");
        _gate.Allow("ann");
        (await world.Tournaments.JoinAsync("cup", "ann")).Outcome.Should().Be(TournamentJoinOutcome.Joined, "who comes back begins anew");
    }

    [Theory]
    [InlineData("memory", "ban")]
    [InlineData("sqlite", "ban")]
    [InlineData("memory", "disqualify")]
    public async Task Who_is_banned_while_the_gate_decides_does_not_join(string engine, string how)
    {
        var world = await StartAsync(engine);
        var joining = world.Tournaments.JoinAsync("cup", "ann").AsTask();
        await _gate.AskedAsync("ann");

        await (how == "ban" ? world.Users.BanAsync("ann", "op", "cheat") : world.Tournaments.DisqualifyAsync("cup", "ann", "op", "cheat"));
        _gate.Allow("ann");

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Refused);
        (await world.Tournaments.GetAsync("cup")).Players.Should().Be(0);
        _gate.Withdrawn.Should().Equal(AnnsKey);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_gate_that_does_not_answer_in_time_holds_no_place_and_its_late_answer_is_taken_back(string engine)
    {
        var world = await StartAsync(engine, places: 1);
        var joining = world.Tournaments.JoinAsync("cup", "ann").AsTask();
        await _gate.AskedAsync("ann");

        world.Time.Advance(Limit);

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Undecided);
        _gate.IsCancelled("ann").Should().BeTrue("it is told that nobody waits any more");
        (await world.Tournaments.JoinAsync("cup", "ann")).Outcome.Should().Be(TournamentJoinOutcome.Undecided);
        _gate.Keys.Should().Equal([AnnsKey], "it is not asked twice at once for one fee");

        _gate.Allow("ann", "bob");
        await Deadline.UntilAsync(() => !_gate.Withdrawn.IsEmpty);
        (await world.Tournaments.JoinAsync("cup", "bob")).Outcome.Should().Be(TournamentJoinOutcome.Joined, "the place is free");
        await Deadline.UntilAsync(async () => (await world.Tournaments.JoinAsync("cup", "ann")).Outcome == TournamentJoinOutcome.Full);
        _gate.Withdrawn.Should().Equal(AnnsKey);
    }

    [Fact]
    public async Task Whose_gate_heeded_the_time_limit_is_asked_again_and_nothing_is_taken_back()
    {
        var world = await StartAsync("memory");
        _gate.HeedsToken = true;
        var joining = world.Tournaments.JoinAsync("cup", "ann").AsTask();
        await _gate.AskedAsync("ann");
        world.Time.Advance(Limit);
        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Undecided);

        _gate.Reset("ann");
        _gate.Allow("ann");
        await Deadline.UntilAsync(async () => (await world.Tournaments.JoinAsync("cup", "ann")).Outcome == TournamentJoinOutcome.Joined);

        _gate.Keys.Should().Equal(AnnsKey, AnnsKey);
        _gate.Withdrawn.Should().BeEmpty();
        _log.Ids.Should().Contain(113).And.NotContain(114);
    }

    /// <summary>No time passes: what is cancelled does not wait for the gate.</summary>
    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_cancelled_tournament_is_removed_while_a_gate_hangs(string engine)
    {
        var world = await StartAsync(engine);
        var joining = world.Tournaments.JoinAsync("cup", "ann").AsTask();
        await _gate.AskedAsync("ann");

        await world.Tournaments.CancelAsync("cup", "op", "gate hangs");
        await world.Tournaments.RemoveAsync("cup", "op", "over");
        _gate.Allow("ann");

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Closed);
        (await world.Tournaments.ListAsync()).Should().BeEmpty();
        _gate.Withdrawn.Should().Equal(AnnsKey);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("end")]
    public async Task A_fee_for_a_tournament_that_is_over_by_then_is_told_of_once_and_without_the_user(string how)
    {
        var world = await StartAsync("memory");
        world.Time.SetUtcNow(Noon.AddHours(1).AddSeconds(-10));
        var joining = world.Tournaments.JoinAsync("cup", "ann").AsTask();
        await _gate.AskedAsync("ann");

        if (how == "cancel")
            await world.Tournaments.CancelAsync("cup", "op", "rain");
        else
            world.Time.Advance(TimeSpan.FromSeconds(10));
        _gate.Allow("ann");

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Closed);
        _gate.Withdrawn.Should().Equal(AnnsKey);
        _log.Of(114).Should().ContainSingle().Which.Should().Contain("tournament cup").And.NotContain("ann");
        _log.Of(115).Should().ContainSingle().Which.Should().Contain(AnnsKey);
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("hangs")]
    public async Task A_gate_that_cannot_be_told_keeps_no_user_waiting_and_the_log_tells(string how)
    {
        var world = await StartAsync("memory");
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gate.Told = () =>
        {
            told.TrySetResult();
            return how == "hangs" ? Task.Delay(Timeout.Infinite) : throw new IOException("The bank is away.");
        };
        var joining = world.Tournaments.JoinAsync("cup", "ann").AsTask();
        await _gate.AskedAsync("ann");
        await world.Tournaments.CancelAsync("cup", "op", "rain");
        _gate.Allow("ann");
        await told.Task;

        world.Time.Advance(Limit);

        (await joining).Outcome.Should().Be(TournamentJoinOutcome.Closed);
        _gate.Withdrawn.Should().Equal(AnnsKey);
        _log.Of(116).Should().ContainSingle();
    }

    private async Task<TournamentWorld> StartAsync(string engine, int places = 5)
    {
        var world = await TournamentWorld.StartAsync(engine == "sqlite" ? _file.Open() : TournamentStores.InMemory(), Noon);
        (world.Gate, world.Logger) = (_gate, _log);
        await world.RestartAsync(new TournamentDefinition
        {
            Id = "cup",
            Games = [Game],
            StartsAt = Noon,
            Duration = TimeSpan.FromHours(1),
            JoinRequired = true,
            MaxPlayers = places,
        });
        return world;
    }

    /// <summary>Allows each user when the test lets it.</summary>
    private sealed class SlowGate : ITournamentGate
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _mayAnswer = new();
        private readonly ConcurrentDictionary<string, TaskCompletionSource<CancellationToken>> _asked = new();

        public bool HeedsToken { get; set; }

        public ConcurrentQueue<string> Keys { get; } = new();

        public ConcurrentQueue<string> Withdrawn { get; } = new();

        /// <summary>What it does when it is told of a withdrawal.</summary>
        public Func<Task> Told { get; set; } = () => Task.CompletedTask;

        public async Task AskedAsync(params string[] userIds) => await Task.WhenAll(userIds.Select(userId => Asked(userId).Task));

        public bool IsCancelled(string userId) => Asked(userId).Task.Result.IsCancellationRequested;

        public void Allow(params string[] userIds)
        {
            foreach (var userId in userIds)
                MayAnswer(userId).TrySetResult();
        }

        public void Reset(string userId)
        {
            _mayAnswer.TryRemove(userId, out _);
            _asked.TryRemove(userId, out _);
        }

        public async ValueTask<TournamentGateAnswer> AdmitAsync(TournamentAdmission admission, CancellationToken cancellationToken)
        {
            Keys.Enqueue(admission.Key);
            var mayAnswer = MayAnswer(admission.UserId).Task;
            Asked(admission.UserId).TrySetResult(cancellationToken);
            await (HeedsToken ? mayAnswer.WaitAsync(cancellationToken) : mayAnswer);
            return TournamentGateAnswer.Allow;
        }

        public async ValueTask WithdrawnAsync(TournamentAdmission admission, CancellationToken cancellationToken)
        {
            Withdrawn.Enqueue(admission.Key);
            await Told();
        }

        private TaskCompletionSource MayAnswer(string userId) =>
            _mayAnswer.GetOrAdd(userId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

        private TaskCompletionSource<CancellationToken> Asked(string userId) =>
            _asked.GetOrAdd(userId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private sealed class Lines : ILogger
    {
        private readonly ConcurrentQueue<(int Id, string Text)> _lines = new();

        public IEnumerable<int> Ids => _lines.Select(line => line.Id);

        public string[] Of(int id) => [.. _lines.Where(line => line.Id == id).Select(line => line.Text)];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue((eventId.Id, formatter(state, exception)));
    }
}
