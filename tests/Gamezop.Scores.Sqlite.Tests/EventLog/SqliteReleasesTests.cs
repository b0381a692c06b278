using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Sqlite.Tests.EventLog;

/// <summary>What the file knows of releases for single handlers.</summary>
public sealed class SqliteReleasesTests : EventLogSuite<SqliteLogFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_stays_of_a_release_when_its_event_goes(bool isErased)
    {
        var consumer = await ConsumeAsync("boards");
        await AppendAsync(Event("a", "u1"), Event("stays", "u2", receivedAt: (await Fixture.GetTimeAsync()).AddDays(50)));
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        foreach (var storedEvent in new[] { Event("a", "u1"), Event("stays", "u2") })
            await QuarantineAsync(storedEvent, "future", "boards");
        await ReleaseAsync([.. (await ListQuarantinedAsync()).Select(entry => entry.Id)]);
        await consumer.CommitAsync([.. (await consumer.ReadRetriesAsync()).Select(TestConsumer.Done)]);
        CountReleases().Should().Be(2);
        await AdvanceAsync(TimeSpan.FromDays(40));

        if (isErased)
            await Log.EraseUserAsync("u1", default);
        else
            (await PruneAsync(await Fixture.GetTimeAsync(), "boards")).Should().Be(1);

        CountReleases().Should().Be(1);
        (await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single().ReleasedFor.Should().Equal("boards");
    }

    [Fact]
    public async Task A_copy_knows_for_whom_those_events_were_released_that_it_got_last()
    {
        using var folder = new TemporaryFolder();
        var file = Fixture.Database.File;
        await AppendAsync("before");
        file.Copy(folder["copy.db"], default);
        await AppendAsync("after");
        foreach (var name in new[] { "before", "after" })
            await QuarantineAsync(Event(name), "future", "boards");
        await ReleaseAsync([.. (await ListQuarantinedAsync()).Select(entry => entry.Id)]);

        file.AddTo(folder["copy.db"], EventLogSql.ReleaseInCopy, EventLogSql.AppendToCopy, EventLogSql.NumberOfCopy);

        using var copy = new EventLogDatabase(new SqliteScoresOptions { ConnectionString = "Data Source=" + folder["copy.db"] }, TimeProvider.System);
        var log = new SqliteEventLog(copy);
        await log.StartAsync(default);
        (await log.ReadLedgerAsync(default, null, 10, default)).Events.Select(one => (one.EventId, string.Join(' ', one.ReleasedFor))).Should()
            .Equal((Id("before"), ""), (Id("after"), "boards"));
    }

    private long? CountReleases() => Fixture.Database.Read(session => session["SELECT count(*) FROM gamezop_releases"].Number());
}
