namespace Gamezop.Scores.Conformance;

public abstract class LedgerSuite<TFixture> : InboxSuite<TFixture>
    where TFixture : InboxFixture, new()
{
    [Fact]
    public async Task The_ledger_holds_every_accepted_event_in_order_of_arrival()
    {
        await AppendAsync("z", "a", "m");
        await CompleteAsync([.. await LeaseAsync(2)]);
        await AppendAsync("b");

        (await ReadAllAsync(default, 3)).Should().Equal(Ids("z", "a", "m", "b"));
    }

    [Fact]
    public async Task The_ledger_begins_where_asked_whatever_the_order_of_arrival()
    {
        await Fixture.Quarantine.QuarantineAsync(Fixture.Event("held"), "forged", null, 10, 10, default);
        for (var i = 0; i < 10; i++)
        {
            Fixture.Time.Advance(TimeSpan.FromMinutes(1));
            await AppendAsync("e" + i);
        }
        var held = (await Fixture.Quarantine.ListQuarantinedAsync(null, 10, default))[0];
        await Fixture.Quarantine.ReleaseQuarantinedAsync([held.Id], default);
        await AppendAsync("last");

        (await ReadAllAsync(InboxFixture.Start.AddMinutes(8), 2)).Should().Equal(Ids("e7", "e8", "e9", "last"));
        (await ReadAllAsync(default, 100)).Should().Equal(Ids("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9", "held", "last"));
    }

    [Fact]
    public async Task A_reader_goes_on_with_what_arrives_later()
    {
        await AppendAsync("a");
        var page = await Inbox.ReadAsync(default, null, 10, default);
        var end = await Inbox.ReadAsync(default, page.Next, 10, default);
        end.Events.Should().BeEmpty();

        await AppendAsync("b");

        (await Inbox.ReadAsync(default, end.Next, 10, default)).Events.Should().ContainSingle().Which.EventId.Should().Be(InboxFixture.Id("b"));
    }

    [Fact]
    public async Task Pruning_takes_old_handled_events_in_steps_and_nothing_else()
    {
        await AppendAsync("a", "b", "waits", "c", "retried");
        var deliveries = await LeaseAsync();
        await CompleteAsync(deliveries[0], deliveries[1], deliveries[3]);
        await FailAsync(deliveries[4], Retry("h", seconds: 1_000_000));
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        await AppendAsync("young");
        await CompleteAsync((await LeaseAsync()).Single(delivery => delivery.Event.EventId == InboxFixture.Id("young")));

        var pruned = new List<int>();
        do
            pruned.Add(await Inbox.PruneAsync(InboxFixture.Start.AddMinutes(30), 2, default));
        while (pruned[^1] == 2);

        pruned.Sum().Should().Be(3);
        (await ReadAllAsync(default, 10)).Should().Equal(Ids("waits", "retried", "young"));
    }

    [Fact]
    public async Task Numbers_are_not_given_again_after_everything_was_pruned()
    {
        await AppendAsync("a");
        var page = await Inbox.ReadAsync(default, null, 10, default);
        await CompleteAsync(await LeaseOneAsync());
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        await Inbox.PruneAsync(Fixture.Time.GetUtcNow(), 10, default);
        await Fixture.CrashAsync();

        await AppendAsync("b");

        Ids(await LeaseAsync()).Should().Equal(Ids("b"));
        if (Fixture.IsDurable)
            (await Inbox.ReadAsync(default, page.Next, 10, default)).Events.Should().ContainSingle();
    }

    [Fact]
    public async Task Erasing_a_user_leaves_nothing_of_them_and_all_of_others()
    {
        await AppendAsync(Fixture.Event("done", "gone"), Fixture.Event("dead", "gone"), Fixture.Event("other-dead", "kept"));
        var deliveries = await LeaseAsync();
        await CompleteAsync(deliveries[0]);
        await FailAsync(deliveries[1], Dead("h"), Retry("i"));
        await FailAsync(deliveries[2], Dead("h"));
        await Fixture.Quarantine.QuarantineAsync(Fixture.Event("forged", "gone"), "forged", null, 10, 10, default);
        await Fixture.Quarantine.QuarantineAsync(Fixture.Event("other-forged", "kept"), "forged", null, 10, 10, default);
        await AppendAsync(Fixture.Event("leased", "gone"));
        var leased = await LeaseOneAsync();
        await AppendAsync(Fixture.Event("waits", "gone"), Fixture.Event("other-waits", "kept"), Fixture.Event("waits-at-end", "gone"));

        (await Inbox.EraseUserAsync("gone", default)).Should().Be(5);
        await FailAsync(leased, Retry("h", seconds: 0), Dead("i"));

        (await ReadAllAsync(default, 100)).Should().Equal(Ids("other-dead", "other-waits"));
        (await Fixture.DeadLetters.ListDeadLettersAsync(null, 10, default)).Should().ContainSingle().Which.UserId.Should().Be("kept");
        (await Fixture.Quarantine.ListQuarantinedAsync(null, 10, default)).Should().ContainSingle().Which.Event.UserId.Should().Be("kept");
        (await StatisticsAsync()).Depth.Should().Be(1);
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        Ids(await LeaseAsync()).Should().Equal(Ids("other-waits"));
        (await Inbox.EraseUserAsync("gone", default)).Should().Be(0);
    }

    [Theory]
    [InlineData("gone", true)]
    [InlineData("gone.", false)]
    [InlineData("Gone", false)]
    [InlineData("gone.😀😀😀😀😀😀😀😀😀😀😀", false)]
    [InlineData("gone.😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", false)]
    [InlineData("gone.ééééééééééé", false)]
    [InlineData("gone!AAAAAAAAAAAAAAAAAAAAAA", false)]
    public async Task A_forged_event_goes_with_the_user_whom_it_says_it_claims(string sub, bool claims)
    {
        await Fixture.Quarantine.QuarantineAsync(Fixture.Event("forged", sub), "forged", null, 10, 10, default);
        (await Fixture.Quarantine.ListQuarantinedAsync(null, 10, default))[0].Claims("gone").Should().Be(claims);

        await Inbox.EraseUserAsync("gone", default);

        (await Fixture.Quarantine.ListQuarantinedAsync(null, 10, default)).Should().HaveCount(claims ? 0 : 1);
    }

    private async Task<string[]> ReadAllAsync(DateTimeOffset from, int size)
    {
        var ids = new List<string>();
        string? after = null;
        while (await Inbox.ReadAsync(from, after, size, default) is { Events.Count: > 0 } page)
        {
            page.Events.Count.Should().BeLessThanOrEqualTo(size);
            ids.AddRange(page.Events.Select(one => one.EventId));
            after = page.Next;
        }
        return [.. ids];
    }
}
