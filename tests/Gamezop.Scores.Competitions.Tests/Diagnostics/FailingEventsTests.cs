using Gamezop.Scores.Competitions.Tests.Leaderboards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Gamezop.Scores.Competitions.Tests.Leaderboards.Events;

namespace Gamezop.Scores.Competitions.Tests.Diagnostics;

/// <summary>Scores that cannot be counted are told of until they are, whatever happens to others.</summary>
public sealed class FailingEventsTests : ICompetition, IQuarantineGate
{
    private static readonly IServiceProvider NoServices = new ServiceCollection().BuildServiceProvider();

    private readonly OngoingFailures _failures = new();
    private readonly FailingEvents _failing;
    private readonly CompetitionsHandler _handler;
    private readonly HashSet<string> _poisoned = [];
    private readonly HashSet<string> _deferred = [];

    public FailingEventsTests()
    {
        _failing = new FailingEvents(_failures);
        _handler = new CompetitionsHandler(
            [this], new BannedUsers(), this, Unjudged.Instance, NullLogger<CompetitionsHandler>.Instance, _failing, new FakeTimeProvider(Noon));
    }

    Task ICompetition.Ready => Task.CompletedTask;

    [Fact]
    public async Task Batches_of_others_end_nothing()
    {
        _poisoned.Add("ann");
        await FailsAsync("ann", "bob");
        await HandleAsync("bob");
        await HandleAsync("cid", "dan");
        Told().Should().StartWith("Scores cannot be counted, and wait: ").And.EndWith("ann");
        await FailsAsync("ann");
        _poisoned.Clear();
        await HandleAsync("cid");
        Told().Should().NotBeNull("ann's has not come again yet");
        await HandleAsync("ann");
        Told().Should().BeNull();
    }

    [Fact]
    public async Task Each_of_several_has_to_be_counted()
    {
        _poisoned.UnionWith(["ann", "bob"]);
        await FailsAsync("ann");
        await FailsAsync("bob");
        _poisoned.Remove("ann");
        await HandleAsync("ann");
        Told().Should().NotBeNull();
        _poisoned.Clear();
        await HandleAsync("bob");
        Told().Should().BeNull();
    }

    [Fact]
    public async Task What_has_to_wait_for_something_else_is_not_counted_and_the_others_are()
    {
        _poisoned.UnionWith(["ann", "bob"]);
        await FailsAsync("ann", "bob");
        _poisoned.Clear();
        _deferred.Add("ann");
        await this.Awaiting(it => it.HandleAsync("ann", "bob")).Should().ThrowAsync<ScoreDeferredException>();
        Told().Should().NotBeNull();
        _deferred.Clear();
        await HandleAsync("ann");
        Told().Should().BeNull();
    }

    [Fact]
    public async Task Those_that_were_given_up_do_not_wait()
    {
        _poisoned.Add("ann");
        await FailsAsync("ann");
        var received = EventOf("ann").ReceivedAt;
        _failing.Passed(received);
        Told().Should().NotBeNull("it holds the horizon");
        _failing.Passed(received.AddTicks(1));
        Told().Should().BeNull();
    }

    [Fact]
    public void However_many_there_are_the_last_one_counts()
    {
        ScoreContext[] events = [.. Enumerable.Range(0, 10_050).Select(i => Context(Over($"u{i}", 1, i)))];
        _failing.Failed(events, new IOException("The disk is full."));
        _failing.Succeeded(events[..10_000]);
        Told().Should().NotBeNull();
        _failing.Passed(events[^1].ReceivedAt);
        Told().Should().NotBeNull();
        _failing.Passed(events[^1].ReceivedAt.AddTicks(1));
        Told().Should().BeNull();
    }

    ValueTask ICompetition.ApplyAsync(IReadOnlyList<ScoreContext> events, CancellationToken cancellationToken)
    {
        if (events.FirstOrDefault(context => _poisoned.Contains(context.UserId)) is { } poisoned)
            throw new IOException($"No room for {poisoned.UserId}");
        string[] deferred = [.. events.Where(context => _deferred.Contains(context.UserId)).Select(context => context.EventId)];
        return deferred.Length == 0 ? default : throw new ScoreDeferredException("Later.", TimeSpan.FromSeconds(1), deferred);
    }

    ValueTask ICompetition.RecountAsync(IReadOnlyCollection<PlayId> plays, CancellationToken cancellationToken) => default;

    ValueTask IQuarantineGate.KeepAsync(ScoreContext context, string reason, CancellationToken cancellationToken) => default;

    private static Event EventOf(string user) => Over(user, 1, 1);

    private static ScoreContext Context(Event e) => new(e.Score, e.Score.SubId, e.ReceivedAt, NoServices) { EventId = e.Id };

    private async Task HandleAsync(params IEnumerable<string> users) => await _handler.HandleAsync([.. users.Select(user => Context(EventOf(user)))], default);

    private async Task FailsAsync(params string[] users) => await this.Awaiting(it => it.HandleAsync(users)).Should().ThrowAsync<IOException>();

    private string? Told() => _failures.Texts.SingleOrDefault();
}
