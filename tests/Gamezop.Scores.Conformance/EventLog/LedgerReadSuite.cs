namespace Gamezop.Scores.Conformance;

public abstract class LedgerReadSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task The_ledger_has_every_accepted_event_handled_or_not()
    {
        var ids = await AppendOfAllUsersAsync("a", 3);
        var consumer = await ConsumeAsync();
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        var more = await AppendOfAllUsersAsync("b", 2);

        foreach (var size in new[] { 1, 3, 100 })
        {
            var read = await ReadLedgerAsync(size: size);
            read.Should().BeEquivalentTo([.. ids, .. more]);
            read.Where(id => OfUser(id, "u3")).Should().Equal(Ids("a-u3-0", "a-u3-1", "a-u3-2", "b-u3-0", "b-u3-1"), "a user's events are in order of arrival");
        }

        static bool OfUser(string id, string user) => Enumerable.Range(0, 3).Any(i => id == Id($"a-{user}-{i}") || id == Id($"b-{user}-{i}"));
    }

    [Fact]
    public async Task The_ledger_begins_where_asked_whatever_the_order_of_arrival()
    {
        await QuarantineAsync(Event("held"));
        for (var i = 0; i < 10; i++)
        {
            await AdvanceAsync(60);
            await AppendAsync("e" + i);
        }
        var from = (await Log.ReadLedgerAsync(default, null, 10, default)).Events.Single(one => one.EventId == Id("e7")).ReceivedAt;
        await ReleaseAsync((await ListQuarantinedAsync())[0].Id);
        await AppendAsync("last");

        (await ReadLedgerAsync(from, 2)).Should().Equal(Ids("e7", "e8", "e9", "last"));
        (await ReadLedgerAsync()).Should().Equal(Ids("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9", "held", "last"));
    }

    [Fact]
    public async Task A_ledger_reader_goes_on_with_later_events()
    {
        await AppendAsync("a");
        var page = await Log.ReadLedgerAsync(default, null, 10, default);
        var end = await Log.ReadLedgerAsync(default, page.Next, 10, default);
        end.Events.Should().BeEmpty();

        await AppendAsync("b");

        (await Log.ReadLedgerAsync(default, end.Next, 10, default)).Events.Should().ContainSingle().Which.EventId.Should().Be(Id("b"));
    }

    [Fact]
    public async Task Places_in_the_ledger_are_not_given_again_after_everything_was_pruned()
    {
        await AppendAsync("a");
        var page = await Log.ReadLedgerAsync(default, null, 10, default);
        await AdvanceAsync(1);
        (await PruneAsync(await Fixture.GetTimeAsync())).Should().Be(1);
        await Fixture.CrashAsync();

        await AppendAsync("b");

        if (Fixture.IsDurable)
            (await Log.ReadLedgerAsync(default, page.Next, 10, default)).Events.Should().ContainSingle();
        (await ReadLedgerAsync()).Should().Equal(Ids("b"));
    }
}
