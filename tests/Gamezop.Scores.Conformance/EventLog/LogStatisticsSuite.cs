using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class LogStatisticsSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task An_empty_log_has_no_figures()
    {
        await AppendAsync("a");

        (await Fixture.GetStatisticsAsync()).Should().BeEquivalentTo(new EventLogStatistics { Consumers = [], DeadLetters = 0, Quarantined = 0 });
    }

    [Fact]
    public async Task Waiting_events_are_counted_for_each_consumer()
    {
        var (b, a) = (await ConsumeAsync("b"), await ConsumeAsync("a"));
        (await InfoAsync("a")).Should().BeEquivalentTo(new ConsumerInfo { Name = "a", Waiting = 0, Retries = 0, OldestWaiting = null, DeadLetters = 0, IsLive = true });
        var first = await AppendAsync("1", "2");
        await AdvanceAsync(1);
        var third = await AppendAsync("3");
        await a.ReadAsync(max: 2);
        await a.CommitAsync();
        var entries = await b.ReadAsync();
        await b.RenewAsync();

        (await Fixture.GetStatisticsAsync()).Consumers.Should().BeEquivalentTo(
            [
                new ConsumerInfo { Name = "a", Waiting = 1, Retries = 0, OldestWaiting = third[0].ReceivedAt, DeadLetters = 0, IsLive = false },
                new ConsumerInfo { Name = "b", Waiting = 3, Retries = 0, OldestWaiting = first[0].ReceivedAt, DeadLetters = 0, IsLive = true },
            ],
            options => options.WithStrictOrdering());

        await b.CommitAsync(TestConsumer.Retry(entries[1]), TestConsumer.Dead(entries[2]));

        (await InfoAsync("b")).Should().BeEquivalentTo(
            new ConsumerInfo { Name = "b", Waiting = 1, Retries = 1, OldestWaiting = first[1].ReceivedAt, DeadLetters = 1, IsLive = true });
        (await Fixture.GetStatisticsAsync()).DeadLetters.Should().Be(1);
    }

    [Fact]
    public async Task Events_in_hand_still_wait()
    {
        await AppendOfAllUsersAsync("a", 2);
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        (await InfoAsync("h")).Waiting.Should().Be(2 * Users.Length);

        await consumer.CommitAsync([.. entries.Select(entry => TestConsumer.Retry(entry, 0))]);
        await consumer.ReadRetriesAsync();

        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 2L * Users.Length, Retries = 2L * Users.Length });
    }
}
