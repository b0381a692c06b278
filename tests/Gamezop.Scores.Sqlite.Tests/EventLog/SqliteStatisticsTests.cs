using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite.Tests.EventLog;

/// <summary>The figures are read each second: what there is much of is not counted to the end each time.</summary>
public sealed class SqliteStatisticsTests : EventLogSuite<SqliteLogFixture>
{
    private const int Many = 10_050;

    [Fact]
    public async Task Dead_letters_are_counted_up_to_a_bound()
    {
        var consumer = await ConsumeAsync();
        var entries = await AppendManyAsync(consumer);
        await consumer.CommitAsync([.. entries.Take(9_000).Select(entry => TestConsumer.Dead(entry))]);
        (await Log.GetStatisticsAsync(default)).Consumers.Single().DeadLetters.Should().Be(9_000);

        var other = await ConsumeAsync("other");
        await other.CommitAsync([.. (await other.ReadAsync(Many)).Select(entry => TestConsumer.Dead(entry))]);

        var figures = await Log.GetStatisticsAsync(default);
        figures.Consumers.Select(one => (one.Name, one.DeadLetters)).Should().Equal(("h", 9_000), ("other", 10_000));
        figures.DeadLetters.Should().Be(10_000);
    }

    [Fact]
    public async Task Many_retries_are_counted_to_the_end_but_less_often()
    {
        var consumer = await ConsumeAsync();
        var entries = await AppendManyAsync(consumer);
        await consumer.CommitAsync([.. entries.Select(entry => TestConsumer.Retry(entry, seconds: 0))]);
        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = (long)Many, Backlog = (long)Many, Retries = (long)Many });

        await consumer.CommitAsync([.. (await consumer.ReadRetriesAsync(Many - 2)).Select(TestConsumer.Done)]);
        (await InfoAsync("h")).Retries.Should().Be(Many, "it was counted a moment ago");
        await AdvanceAsync(15);
        (await InfoAsync("h")).Retries.Should().Be(2);

        await consumer.CommitAsync([.. (await consumer.ReadRetriesAsync(1)).Select(TestConsumer.Done)]);
        (await InfoAsync("h")).Retries.Should().Be(1, "a few are counted each time");
    }

    private async Task<List<LogEntry>> AppendManyAsync(TestConsumer consumer)
    {
        foreach (var chunk in Enumerable.Range(0, Many).Chunk(1_000))
            await AppendAsync([.. chunk.Select(number => Event("e" + number))]);
        return await consumer.ReadAsync(Many);
    }
}
