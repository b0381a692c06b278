using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class EraseSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task Erasing_a_user_leaves_nothing_of_them_and_all_of_others()
    {
        var consumer = await ConsumeAsync();
        await AppendAsync(Event("done", "gone"), Event("dead", "gone"), Event("retried", "gone"), Event("other-dead", "kept"), Event("other-retried", "kept"));
        var first = await ReadByNameAsync(consumer);
        await consumer.CommitAsync(
            TestConsumer.Dead(first["dead"]), TestConsumer.Retry(first["retried"], 0), TestConsumer.Dead(first["other-dead"]), TestConsumer.Retry(first["other-retried"], 0));
        await QuarantineAsync(Event("forged", "gone"));
        await QuarantineAsync(Event("other-forged", "kept"));
        await QuarantineAsync(first["done"].Event, "future", "h");
        await AppendAsync(Event("in hand", "gone"), Event("other-in-hand", "kept"));
        var second = await ReadByNameAsync(consumer);
        var commits = consumer.Commits(TestConsumer.Retry(second["in hand"], 0), TestConsumer.Dead(second["other-in-hand"]));
        await AppendAsync(Event("waits", "gone"), Event("other-waits", "kept"), Event("waits-at-end", "gone"));

        (await Log.EraseUserAsync("gone", default)).Count.Should().Be(6);
        (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);

        (await ReadLedgerAsync()).Should().Equal(Ids("other-dead", "other-retried", "other-in-hand", "other-waits"));
        (await ListDeadLettersAsync()).Select(letter => letter.EventId).Should().Equal(Ids("other-dead", "other-in-hand"));
        (await ListQuarantinedAsync()).Should().ContainSingle().Which.Event.UserId.Should().Be("kept");
        (await consumer.ReadRetryAsync()).Event.UserId.Should().Be("kept");
        (await consumer.ReadIdsAsync()).Should().Equal(Ids("other-waits"));
        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 2L, Retries = 1L });
        (await Log.EraseUserAsync("gone", default)).Count.Should().Be(0);
    }

    [Fact]
    public async Task An_erased_user_stays_erased_after_a_crash_and_can_come_back()
    {
        await AppendAsync(Event("a", "gone"), Event("b", "kept"));
        await Log.EraseUserAsync("gone", default);

        await Fixture.CrashAsync();

        (await ReadLedgerAsync()).Should().Equal(Fixture.IsDurable ? Ids("b") : []);
        (await AppendAsync(Event("a", "gone")))[0].IsAdded.Should().BeTrue();
    }

    [Fact]
    public async Task Users_that_are_erased_before_anybody_has_read_them_are_not_read()
    {
        var consumer = await ConsumeAsync();
        await AppendAsync(Event("a", "gone"), Event("b", "kept"), Event("c", "gone"));

        await Log.EraseUserAsync("gone", default);

        (await consumer.ReadIdsAsync()).Should().Equal(Ids("b"));
    }

    [Fact]
    public async Task An_erasure_covers_what_was_appended_before_and_nothing_that_comes_later()
    {
        var consumer = await ConsumeAsync();
        await AppendAsync(Event("a", "gone"), Event("b", "kept"), Event("c", "gone"));
        var before = await ReadByNameAsync(consumer);

        var erased = await Log.EraseUserAsync("gone", default);
        await AppendAsync(Event("d", "gone"), Event("e", "kept"));

        erased.Count.Should().Be(2);
        var after = await ReadByNameAsync(consumer);
        before.Values.Where(entry => entry.Event.UserId == "gone").Should().OnlyContain(entry => entry.Position <= erased.Through);
        after.Keys.Should().BeEquivalentTo("d", "e");
        after["d"].Position.Should().BeGreaterThan(erased.Through);
        (await Log.EraseUserAsync("gone", default)).Through.Should().BeGreaterThanOrEqualTo(after["d"].Position);
        (await Log.EraseUserAsync("never here", default)).Count.Should().Be(0);
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
        await QuarantineAsync(Event("forged", sub));
        (await ListQuarantinedAsync())[0].Claims("gone").Should().Be(claims);

        await Log.EraseUserAsync("gone", default);

        (await ListQuarantinedAsync()).Should().HaveCount(claims ? 0 : 1);
    }

    private static async Task<Dictionary<string, LogEntry>> ReadByNameAsync(TestConsumer consumer) =>
        (await consumer.ReadAsync()).ToDictionary(entry => System.Text.Json.JsonDocument.Parse(entry.Event.Body).RootElement.GetProperty("name").GetString()!);
}
