using Gamezop.Scores.Conformance;
using Gamezop.Scores.Sqlite.Tests.Operations;
using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Sqlite.Tests.EventLog;

/// <summary>A copy of the file that is older than some consumers is put in its place while the log is open.</summary>
public sealed class RestoredConsumersTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EventLogDatabase _database;
    private readonly SqliteEventLog _log;

    public RestoredConsumersTests()
    {
        _database = new EventLogDatabase(new SqliteScoresOptions { ConnectionString = "Data Source=" + File }, new FakeTimeProvider());
        _log = new SqliteEventLog(_database);
    }

    private string File => _folder["scores.db"];

    public Task InitializeAsync() => _log.StartAsync(default).AsTask();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_consumer_that_the_copy_lacks_misses_nothing_that_comes_afterwards()
    {
        await AppendAsync("a", "b");
        Copy();
        await AppendAsync("c", "d", "e");
        var ahead = await ConsumeAsync("ahead", StartFrom.Beginning);
        await ahead.ReadAsync();
        await ahead.CommitAsync();
        var atEnd = await ConsumeAsync("at the end", StartFrom.End);
        var behind = await ConsumeAsync("behind", StartFrom.Beginning);
        await behind.ReadAsync(max: 1);
        await behind.CommitAsync();
        await PutBackAsync();

        await AppendAsync("f", "g");

        (await ReadAgainAsync(ahead)).Should().Equal(Ids("f", "g"));
        (await ReadAgainAsync(atEnd)).Should().Equal(Ids("f", "g"));
        (await ReadAgainAsync(behind)).Should().Equal(Ids("b", "f", "g"));
        (await _log.GetStatisticsAsync(default)).Consumers.Should().OnlyContain(consumer => consumer.Waiting == consumer.Backlog || consumer.Name == "behind");
    }

    [Fact]
    public async Task A_lease_of_a_consumer_that_the_copy_lacks_has_ended()
    {
        Copy();
        await AppendAsync("a");
        var consumer = await ConsumeAsync("h", StartFrom.Beginning);
        await consumer.ReadAsync();
        var epoch = consumer.Leases[0].Epoch;
        await PutBackAsync();
        await AppendAsync("b");

        (await consumer.CommitAsync()).Should().BeFalse("what was read is not in the log any more");

        (await ReadAgainAsync(consumer)).Should().Equal(Ids("b"));
        consumer.Leases[0].Epoch.Should().BeGreaterThan(epoch + 1);
        (await consumer.CommitAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_consumer_that_the_copy_knows_goes_on_from_where_it_was_then()
    {
        await AppendAsync("a", "b");
        var consumer = await ConsumeAsync("h", StartFrom.Beginning);
        await consumer.ReadAsync(max: 1);
        await consumer.CommitAsync();
        Copy();
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        await PutBackAsync();

        await AppendAsync("c");

        (await ReadAgainAsync(consumer)).Should().Equal(Ids("b", "c"));
    }

    [Fact]
    public async Task A_consumer_that_no_node_had_is_still_reported_as_one()
    {
        await AppendAsync("a");
        Copy();
        await ConsumeAsync("gone", StartFrom.Beginning);
        await _log.LeaveAsync("n gone", default);
        var live = await ConsumeAsync("live", StartFrom.End);
        await PutBackAsync();

        await AppendAsync("b");
        await live.RenewAsync(StartFrom.End);

        (await _log.GetStatisticsAsync(default)).Consumers.Should().BeEquivalentTo(
            [new { Name = "gone", IsLive = false, Waiting = 2L }, new { Name = "live", IsLive = true, Waiting = 1L }]);
    }

    private static string[] Ids(params string[] names) => [.. names.Select(EventLogFixture.Id)];

    private async Task AppendAsync(params string[] names) => await _log.AppendAsync([.. names.Select(name => EventLogFixture.Event(name))], default);

    private async Task<TestConsumer> ConsumeAsync(string name, StartFrom from)
    {
        var consumer = new TestConsumer(_log, "n " + name, name);
        await consumer.RenewAsync(from);
        await consumer.AcquireAsync();
        return consumer;
    }

    /// <summary>What its node does with the next heartbeat.</summary>
    private static async Task<string[]> ReadAgainAsync(TestConsumer consumer)
    {
        await consumer.RenewAsync(StartFrom.End);
        await consumer.AcquireAsync();
        return await consumer.ReadIdsAsync();
    }

    private void Copy() => Site.Execute(File, $"VACUUM INTO '{_folder["backup.db"]}'");

    /// <summary>Puts the copy in the file's place; the next thing that is written finds it out.</summary>
    private async Task PutBackAsync()
    {
        System.IO.File.Delete(File + "-wal");
        System.IO.File.Delete(File + "-shm");
        System.IO.File.Move(_folder["backup.db"], File, overwrite: true);
        await _log.Awaiting(log => log.ProbeAsync(default).AsTask()).Should().ThrowAsync<ScoreInboxException>();
    }
}
