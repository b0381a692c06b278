using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

/// <summary>
/// An operator replays or releases an event while the consumer has it in hand: what becomes of the old attempt changes nothing of the new one.
/// </summary>
public abstract class ConsumerReplaySuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Theory]
    [InlineData(EventOutcomeKind.Done)]
    [InlineData(EventOutcomeKind.Retry)]
    [InlineData(EventOutcomeKind.DeadLetter)]
    public async Task An_event_that_is_released_while_its_retry_is_in_hand_comes_again(EventOutcomeKind kind)
    {
        var (consumer, entry) = await ReadOneAsync();
        await consumer.CommitAsync(TestConsumer.Retry(entry, seconds: 0));
        var inHand = await consumer.ReadRetryAsync();
        await QuarantineAsync(entry.Event, "future", "h");
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);

        (await consumer.CommitAsync(End(inHand, kind))).Should().BeTrue();

        await ExpectAnewAsync(consumer);
    }

    [Theory]
    [InlineData(EventOutcomeKind.Done)]
    [InlineData(EventOutcomeKind.Retry)]
    [InlineData(EventOutcomeKind.DeadLetter)]
    public async Task An_event_that_is_released_while_it_is_put_aside_and_in_hand_comes_again(EventOutcomeKind kind)
    {
        var (consumer, entry) = await ReadOneAsync();
        await consumer.CommitAsync(TestConsumer.PutAside(entry));
        await QuarantineAsync(entry.Event, "future", "h");
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);

        (await consumer.CommitAsync((entry.Event, End(entry.Position, kind, replayId: 0)))).Should().BeTrue();

        await ExpectAnewAsync(consumer);
    }

    [Theory]
    [InlineData(EventOutcomeKind.Done)]
    [InlineData(EventOutcomeKind.Retry)]
    [InlineData(EventOutcomeKind.DeadLetter)]
    [InlineData(EventOutcomeKind.PutAside)]
    public async Task An_event_that_is_released_before_the_position_has_passed_it_comes_again(EventOutcomeKind kind)
    {
        var (consumer, entry) = await ReadOneAsync();
        await QuarantineAsync(entry.Event, "future", "h");
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);

        (await consumer.CommitAsync((entry.Event, End(entry.Position, kind, replayId: 0)))).Should().BeTrue();

        await ExpectAnewAsync(consumer);
    }

    [Theory]
    [InlineData(EventOutcomeKind.Done)]
    [InlineData(EventOutcomeKind.Retry)]
    [InlineData(EventOutcomeKind.DeadLetter)]
    public async Task Each_release_and_replay_is_another_one(EventOutcomeKind kind)
    {
        var (consumer, entry) = await ReadOneAsync();
        await consumer.CommitAsync(TestConsumer.Dead(entry));
        var seen = new HashSet<long> { 0 };
        for (var i = 0; i < 3; i++)
        {
            await QuarantineAsync(entry.Event, "future", "h");
            await ReleaseAsync((await ListQuarantinedAsync())[0].Id);
            var inHand = await consumer.ReadRetryAsync();
            seen.Add(inHand.ReplayId).Should().BeTrue();
            await QuarantineAsync(entry.Event, "future", "h");
            await ReleaseAsync((await ListQuarantinedAsync())[0].Id);

            (await consumer.CommitAsync(End(inHand, kind))).Should().BeTrue();

            var again = await consumer.ReadRetryAsync();
            seen.Add(again.ReplayId).Should().BeTrue();
            again.Attempts.Should().Be(0);
            await consumer.CommitAsync(TestConsumer.Dead(again));
            await Fixture.DeadLetters.ReplayDeadLettersAsync([(await ListDeadLettersAsync())[^1].Id], default);
            (await consumer.CommitAsync(End(again, kind))).Should().BeTrue();
            again = await consumer.ReadRetryAsync();
            seen.Add(again.ReplayId).Should().BeTrue();
            await consumer.CommitAsync(TestConsumer.Dead(again));
        }

        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_commit_of_a_replay_that_is_repeated_changes_nothing()
    {
        var (consumer, entry) = await ReadOneAsync();
        await consumer.CommitAsync(TestConsumer.Dead(entry));
        await Fixture.DeadLetters.ReplayDeadLettersAsync([(await ListDeadLettersAsync())[0].Id], default);
        var replay = await consumer.ReadRetryAsync();
        var commits = consumer.Commits(TestConsumer.Dead(replay));
        for (var i = 0; i < 2; i++)
            (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);
        await Fixture.DeadLetters.ReplayDeadLettersAsync([(await ListDeadLettersAsync()).Should().ContainSingle().Subject.Id], default);

        (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);

        await ExpectAnewAsync(consumer);
    }

    [Fact]
    public async Task What_fails_after_a_release_is_tried_again_as_the_same_replay()
    {
        var (consumer, entry) = await ReadOneAsync();
        await consumer.CommitAsync();
        await QuarantineAsync(entry.Event, "future", "h");
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);
        var first = await consumer.ReadRetryAsync();
        await consumer.CommitAsync(TestConsumer.Retry(first, seconds: 10));
        await AdvanceAsync(10);

        var second = await consumer.ReadRetryAsync();

        second.Should().BeEquivalentTo(new { first.ReplayId, Attempts = 1 });
        second.Event.IsReleasedFor("h").Should().BeTrue();
        await consumer.CommitAsync(TestConsumer.Done(second));
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_release_survives_a_crash_and_a_rename()
    {
        var (consumer, entry) = await ReadOneAsync();
        await consumer.CommitAsync();
        await QuarantineAsync(entry.Event, "future", "h");
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);
        var replay = await consumer.ReadRetryAsync();
        await Fixture.CrashAsync();
        if (!Fixture.IsDurable)
            return;
        await AdvanceAsync(Lease);
        await Fixture.Consumers.RenameConsumerAsync("h", "new", new AuditInfo { Actor = "test", Reason = "renamed" }, default);

        var heir = await ConsumeAsync("new");

        var again = await heir.ReadRetryAsync();
        again.ReplayId.Should().Be(replay.ReplayId);
        await heir.CommitAsync(TestConsumer.Done(again));
        (await heir.ReadRetriesAsync()).Should().BeEmpty();
    }

    private static (StoredEvent, EventOutcome) End(LogRetry retry, EventOutcomeKind kind) => (retry.Event, End(retry.Position, kind, retry.ReplayId));

    private static EventOutcome End(LogPosition position, EventOutcomeKind kind, long replayId) => new()
    {
        Position = position,
        Kind = kind,
        ReplayId = replayId,
        Attempts = kind is EventOutcomeKind.Retry or EventOutcomeKind.DeadLetter ? 2 : 0,
        Delay = kind == EventOutcomeKind.Retry ? TimeSpan.FromHours(1) : TimeSpan.Zero,
        Error = "It broke.",
    };

    private async Task<(TestConsumer, LogEntry)> ReadOneAsync()
    {
        await AppendAsync("a");
        var consumer = await ConsumeAsync();
        return (consumer, (await consumer.ReadAsync())[0]);
    }

    /// <summary>The event is to be tried once more, now, as if nothing had been tried.</summary>
    private async Task ExpectAnewAsync(TestConsumer consumer)
    {
        (await ListDeadLettersAsync()).Should().BeEmpty();
        var retry = await consumer.ReadRetryAsync();
        retry.Should().BeEquivalentTo(new { Attempts = 0 });
        retry.ReplayId.Should().NotBe(0);
        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 1L, Retries = 1L });
        (await consumer.CommitAsync(TestConsumer.Done(retry))).Should().BeTrue();
        (await consumer.ReadRetriesAsync()).Should().BeEmpty();
        (await InfoAsync("h")).Waiting.Should().Be(0);
    }
}
