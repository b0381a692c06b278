using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class ConsumerCommitSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task A_consumer_begins_at_the_end_or_at_the_beginning()
    {
        await AppendAsync("a", "b");

        var fromEnd = await ConsumeAsync("late", StartFrom.End);
        var fromBeginning = await ConsumeAsync("early", StartFrom.Beginning);
        await AppendAsync("c");

        (await fromEnd.ReadIdsAsync()).Should().Equal(Ids("c"));
        (await fromBeginning.ReadIdsAsync()).Should().Equal(Ids("a", "b", "c"));
    }

    [Fact]
    public async Task Where_a_consumer_begins_is_decided_once_for_all_partitions_and_nodes()
    {
        var before = await AppendOfAllUsersAsync("before", 2);
        await new TestConsumer(Log, "n1", "h").RenewAsync(StartFrom.End);
        var meanwhile = await AppendOfAllUsersAsync("meanwhile", 2);

        var other = await ConsumeAsync("h", StartFrom.Beginning, "n2", await Fixture.OpenNodeAsync(default));

        (await other.ReadIdsAsync()).Should().BeEquivalentTo(meanwhile).And.NotIntersectWith(before);
    }

    [Fact]
    public async Task Nodes_that_register_a_consumer_at_once_agree_on_where_it_begins()
    {
        await AppendOfAllUsersAsync("before", 2);
        var other = await Fixture.OpenNodeAsync(default);

        var clusters = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () => await new TestConsumer(i % 2 == 0 ? Log : other, "n" + i, "h").RenewAsync(i % 2 == 0 ? StartFrom.Beginning : StartFrom.End))));

        foreach (var partition in clusters[0].Partitions)
            clusters.Select(cluster => cluster.Partitions.Single(one => one.Partition == partition.Partition).Position).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task The_next_lease_goes_on_from_the_committed_position()
    {
        await AppendOfAllUsersAsync("a", 3);
        var first = await ConsumeAsync();
        await first.ReadAsync();
        (await first.CommitAsync()).Should().BeTrue();
        var next = await AppendOfAllUsersAsync("b", 2);
        await first.ReadAsync();
        await first.ReleaseAsync();

        var second = await ConsumeAsync(node: "n2", log: await Fixture.OpenNodeAsync(default));

        (await second.ReadIdsAsync()).Should().BeEquivalentTo(next, "what was read and not committed comes again");
    }

    [Fact]
    public async Task Positions_survive_a_crash()
    {
        await AppendOfAllUsersAsync("a", 3);
        var consumer = await ConsumeAsync();
        await consumer.ReadAsync();
        await consumer.CommitAsync();
        var next = await AppendOfAllUsersAsync("b", 2);

        await Fixture.CrashAsync();
        await AdvanceAsync(Lease);

        (await (await ConsumeAsync(from: StartFrom.End)).ReadIdsAsync()).Should().BeEquivalentTo(Fixture.IsDurable ? next : []);
    }

    [Fact]
    public async Task Consumers_move_on_by_themselves()
    {
        await AppendAsync("a", "b");
        var (fast, slow) = (await ConsumeAsync("fast"), await ConsumeAsync("slow"));
        await fast.ReadAsync();
        await fast.CommitAsync();
        await slow.ReadAsync(max: 1);
        await slow.CommitAsync();

        var (fastInfo, slowInfo) = (await InfoAsync("fast"), await InfoAsync("slow"));
        fastInfo.Waiting.Should().Be(0);
        slowInfo.Waiting.Should().Be(1);
        (await slow.ReadIdsAsync()).Should().Equal(Ids("b"));
    }

    [Fact]
    public async Task A_position_never_goes_back()
    {
        await AppendAsync("a", "b");
        var consumer = await ConsumeAsync();
        var early = consumer.Commits();
        await consumer.ReadAsync();
        await consumer.CommitAsync();

        (await Log.CommitAsync(early, default)).Should().OnlyContain(holds => holds);

        (await InfoAsync("h")).Waiting.Should().Be(0);
        await consumer.AcquireAsync();
        (await consumer.ReadAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_commit_under_an_older_epoch_is_refused_and_changes_nothing()
    {
        await AppendAsync("a", "b", "c");
        var slow = await ConsumeAsync();
        var entries = await slow.ReadAsync();
        await AdvanceAsync(Lease);
        var quick = await ConsumeAsync(node: "n2", log: await Fixture.OpenNodeAsync(default));

        (await slow.CommitAsync(TestConsumer.Retry(entries[0]), TestConsumer.Dead(entries[1]))).Should().BeFalse();

        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 3L, Retries = 0L, DeadLetters = 0L });
        (await quick.ReadIdsAsync()).Should().Equal(Ids("a", "b", "c"));
        (await quick.CommitAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_refused_commit_does_not_hinder_the_others_of_the_call()
    {
        await AppendOfAllUsersAsync("a", 1);
        var (stale, good) = (await ConsumeAsync("stale"), await ConsumeAsync("good"));
        await stale.ReadAsync();
        await good.ReadAsync();
        var commits = stale.Commits().Concat(good.Commits()).Concat(new TestConsumerOfNobody(stale).Commits()).ToList();
        await stale.AcquireAsync();

        var results = await Log.CommitAsync(commits, default);

        results.Should().Equal(commits.Select(commit => commit.Lease.Consumer == "good"));
        (await InfoAsync("good")).Waiting.Should().Be(0);
        (await InfoAsync("stale")).Waiting.Should().Be(Users.Length);
    }

    [Fact]
    public async Task The_expiry_of_a_lease_alone_refuses_nothing()
    {
        await AppendAsync("a");
        var consumer = await ConsumeAsync();
        await consumer.ReadAsync();

        await AdvanceAsync(Lease * 2);

        (await consumer.CommitAsync()).Should().BeTrue();
        (await InfoAsync("h")).Waiting.Should().Be(0);
    }

    [Fact]
    public async Task A_commit_that_is_repeated_holds_again_and_changes_nothing()
    {
        await AppendAsync("retried", "dead", "done");
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        var commits = consumer.Commits(TestConsumer.Retry(entries[0], seconds: 10), TestConsumer.Dead(entries[1]));

        (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);
        await AdvanceAsync(6);
        (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);

        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 1L, Retries = 1L, DeadLetters = 1L });
        (await ListDeadLettersAsync()).Should().ContainSingle();
        await AdvanceAsync(4);
        (await consumer.ReadRetryAsync()).Attempts.Should().Be(1, "the delay counts from the first commit");
    }

    [Fact]
    public async Task A_commit_of_retries_that_is_repeated_changes_nothing()
    {
        await AppendAsync("again", "dead", "done");
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        await consumer.CommitAsync([.. entries.Select(entry => TestConsumer.Retry(entry, seconds: 0))]);
        var retries = await consumer.ReadRetriesAsync();
        var commits = consumer.Commits(TestConsumer.Retry(retries[0], seconds: 10), TestConsumer.Dead(retries[1]), TestConsumer.Done(retries[2]));

        for (var i = 0; i < 3; i++)
            (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);

        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 1L, Retries = 1L, DeadLetters = 1L });
        await AdvanceAsync(10);
        (await consumer.ReadRetryAsync()).Attempts.Should().Be(2);
    }

    [Fact]
    public async Task An_outcome_of_an_event_that_was_passed_before_and_has_no_retry_counts_nothing()
    {
        await AppendAsync("a");
        var consumer = await ConsumeAsync();
        var entry = (await consumer.ReadAsync())[0];
        await consumer.CommitAsync(TestConsumer.Retry(entry, seconds: 0));
        await consumer.CommitAsync(TestConsumer.Done(await consumer.ReadRetryAsync()));

        (await consumer.CommitAsync(TestConsumer.Retry(entry, seconds: 0))).Should().BeTrue();
        (await consumer.CommitAsync(TestConsumer.Dead(entry))).Should().BeTrue();

        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 0L, Retries = 0L, DeadLetters = 0L });
    }

    [Fact]
    public async Task A_commit_that_puts_events_aside_can_be_repeated()
    {
        await AppendAsync("aside", "failed", "done");
        var consumer = await ConsumeAsync();
        var entries = await consumer.ReadAsync();
        var commits = consumer.Commits(TestConsumer.PutAside(entries[0]));
        for (var i = 0; i < 2; i++)
            (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);
        var retry = await consumer.ReadRetryAsync();
        retry.Should().BeEquivalentTo(new { entries[0].Position, Attempts = 0 });
        await consumer.CommitAsync(TestConsumer.Retry(retry, seconds: 10));

        (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);

        (await consumer.ReadRetriesAsync()).Should().BeEmpty("its attempt has failed since");
        await AdvanceAsync(10);
        retry = await consumer.ReadRetryAsync();
        retry.Attempts.Should().Be(1);
        await consumer.CommitAsync(TestConsumer.Done(retry));
        (await Log.CommitAsync(commits, default)).Should().OnlyContain(holds => holds);
        (await InfoAsync("h")).Should().BeEquivalentTo(new { Waiting = 0L, Retries = 0L, DeadLetters = 0L });
    }

    [Fact]
    public async Task Concurrent_commits_of_many_consumers_all_hold()
    {
        await AppendOfAllUsersAsync("a", 10);
        var other = await Fixture.OpenNodeAsync(default);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            var consumer = await ConsumeAsync("h" + i, node: "n" + (i % 2), log: i % 2 == 0 ? Log : other);
            var holds = true;
            while (await consumer.ReadAsync(max: 5) is { Count: > 0 } entries)
                holds &= await consumer.CommitAsync([.. entries.Where(entry => entry.Event.EventId[0] == '0').Select(entry => TestConsumer.Retry(entry))]);
            return holds;
        })));

        results.Should().OnlyContain(holds => holds);
        var figures = (await Fixture.GetStatisticsAsync()).Consumers;
        figures.Should().HaveCount(12).And.OnlyContain(one => one.Waiting == one.Retries && one.Retries == figures[0].Retries);
    }

    /// <summary>The same leases, of a consumer that the log does not know.</summary>
    private sealed class TestConsumerOfNobody(TestConsumer other)
    {
        public IEnumerable<ConsumerCommit> Commits() => other.Commits().Select(commit => new ConsumerCommit
        {
            Lease = new ConsumerLease { Consumer = "nobody", Partition = commit.Lease.Partition, Epoch = commit.Lease.Epoch, Position = commit.Lease.Position },
            Position = commit.Position,
            Outcomes = commit.Outcomes,
        });
    }
}
