using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Conformance;

public abstract class ConsumerLeaseSuite<TFixture> : EventLogSuite<TFixture>
    where TFixture : EventLogFixture, new()
{
    [Fact]
    public async Task A_leased_partition_is_nobody_elses_until_the_lease_expires()
    {
        var first = await ConsumeAsync();
        first.Leases.Keys.Should().Equal(first.AllPartitions);
        var second = await JoinAsync("n2");

        await AdvanceAsync(Lease / 2);
        (await second.AcquireAsync()).Should().BeEmpty();
        await AdvanceAsync(Lease / 2);

        var leases = await second.AcquireAsync();
        leases.Select(lease => lease.Partition).Should().BeEquivalentTo(first.AllPartitions);
        leases.Should().OnlyContain(lease => lease.Epoch > first.Leases[lease.Partition].Epoch && lease.Consumer == "h");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task The_clock_of_a_node_neither_ends_a_lease_nor_prolongs_it(int hours)
    {
        var skewed = await Fixture.OpenNodeAsync(TimeSpan.FromHours(hours));
        var first = await ConsumeAsync();
        var second = await JoinAsync("n2", skewed);
        (await second.AcquireAsync()).Should().BeEmpty();

        await AdvanceAsync(Lease);
        (await second.AcquireAsync()).Should().HaveCount(Log.PartitionCount);
        await first.RenewAsync();
        (await first.AcquireAsync()).Should().BeEmpty();
        await AdvanceAsync(Lease);

        (await first.AcquireAsync()).Should().HaveCount(Log.PartitionCount);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_prolongs_no_lease()
    {
        await ConsumeAsync();
        var second = await JoinAsync("n2");
        await Fixture.SetClockBackAsync(TimeSpan.FromHours(1));
        (await second.AcquireAsync()).Should().BeEmpty();

        await AdvanceAsync(Lease);

        (await second.AcquireAsync()).Should().HaveCount(Log.PartitionCount);
        (await second.RenewAsync()).Nodes.Select(node => node.Id).Should().Equal("n2");
    }

    [Fact]
    public async Task A_heartbeat_prolongs_the_leases_of_its_node_alone()
    {
        var (first, second) = (await ConsumeAsync("h", node: "n1"), await ConsumeAsync("i", node: "n2", log: await Fixture.OpenNodeAsync(default)));
        await AdvanceAsync(Lease * 0.75);

        await first.RenewAsync();
        await AdvanceAsync(Lease * 0.5);

        (await (await JoinAsync("n3")).AcquireAsync()).Should().BeEmpty();
        (await (await JoinAsync("n3", name: "i")).AcquireAsync()).Should().HaveCount(Log.PartitionCount);
        (await second.CommitAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_lease_begins_where_the_last_commit_that_held_ended()
    {
        var first = await ConsumeAsync();
        var second = await JoinAsync("n2");
        await AppendAsync("a");
        (await first.ReadIdsAsync()).Should().Equal(Ids("a"));
        // Where the store writes one thing after the other, the commit and the acquisition wait for the same moment.
        var held = await Fixture.HoldAppendAsync(Event("b"));
        var commit = first.CommitAsync();
        await AdvanceAsync(Lease);
        var acquired = second.AcquireAsync();
        if (held is not null)
            await held.DisposeAsync();

        (await commit).Should().BeTrue();
        (await acquired).Should().NotBeEmpty();
        (await second.ReadIdsAsync()).Should().NotContain(Id("a"));
    }

    [Fact]
    public async Task A_heartbeat_that_comes_late_keeps_the_leases_that_nobody_has_taken()
    {
        var first = await ConsumeAsync();
        await AdvanceAsync(Lease * 3);

        (await first.RenewAsync()).Partitions.Should().OnlyContain(one => one.Owner == "n1" && one.Epoch == first.Leases[one.Partition].Epoch);

        (await (await JoinAsync("n2")).AcquireAsync()).Should().BeEmpty();
        (await first.CommitAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_heartbeat_that_comes_too_late_tells_who_has_taken_over()
    {
        var first = await ConsumeAsync();
        await AdvanceAsync(Lease);
        var second = await JoinAsync("n2");
        await second.AcquireAsync(0);

        var cluster = await first.RenewAsync();

        var taken = cluster.Partitions.Single(one => one.Partition == 0);
        taken.Owner.Should().Be("n2");
        taken.Epoch.Should().Be(second.Leases[0].Epoch);
        cluster.Partitions.Where(one => one.Partition != 0).Should().NotContain(one => one.Owner != "n1");
    }

    [Fact]
    public async Task A_heartbeat_tells_who_is_alive_and_who_has_what()
    {
        await AppendOfAllUsersAsync("a", 1);
        var first = await ConsumeAsync();
        await first.ReadAsync();
        await first.CommitAsync();
        var other = await Fixture.OpenNodeAsync(default);
        var second = new TestConsumer(other, "n2", "i");

        var cluster = await second.RenewAsync(StartFrom.Beginning);
        cluster.Nodes.Should().BeEquivalentTo([new { Id = "n1", Consumers = new[] { "h" } }, new { Id = "n2", Consumers = new[] { "i" } }]);
        cluster.Partitions.Select(one => (one.Consumer, one.Partition, one.Owner, one.Position))
            .Should().BeEquivalentTo(second.AllPartitions.Select(partition => ("i", partition, (string?)null, default(LogPosition))));

        cluster = await other.RenewAsync("n2", [Registration("i"), Registration("h")], Lease, default);
        cluster.Nodes.Single(node => node.Id == "n2").Consumers.Should().BeEquivalentTo("h", "i");
        cluster.Partitions.Should().HaveCount(2 * Log.PartitionCount);
        cluster.Partitions.Where(one => one.Consumer == "h").Should().OnlyContain(one => one.Owner == "n1" && one.Epoch == first.Leases[one.Partition].Epoch);
        cluster.Partitions.Where(one => one.Consumer == "h").Select(one => one.Position).Should().BeEquivalentTo(first.Commits().Select(commit => commit.Position));

        cluster = await other.RenewAsync("n2", [Registration("i")], Lease, default);
        cluster.Nodes.Single(node => node.Id == "n2").Consumers.Should().Equal("i");
    }

    [Fact]
    public async Task A_node_that_dies_without_a_word_is_forgotten_when_its_time_is_over()
    {
        await ConsumeAsync();
        var second = await JoinAsync("n2");
        await AdvanceAsync(Lease * 0.75);
        (await second.RenewAsync()).Nodes.Should().HaveCount(2);
        await AdvanceAsync(Lease * 0.5);

        var cluster = await second.RenewAsync();

        cluster.Nodes.Should().ContainSingle().Which.Id.Should().Be("n2");
        cluster.Partitions.Should().OnlyContain(one => one.Owner == null && one.Epoch > 0);
        (await InfoAsync("h")).IsLive.Should().BeTrue("the other node has it too");
        await AdvanceAsync(Lease);
        (await InfoAsync("h")).IsLive.Should().BeFalse();
    }

    [Fact]
    public async Task A_lease_that_is_given_back_is_free_at_once()
    {
        var first = await ConsumeAsync();
        var second = await JoinAsync("n2");

        await first.ReleaseAsync();

        (await second.RenewAsync()).Partitions.Should().OnlyContain(one => one.Owner == null);
        (await second.AcquireAsync()).Should().HaveCount(Log.PartitionCount).And.OnlyContain(lease => lease.Epoch > first.Leases[lease.Partition].Epoch);
        (await first.CommitAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Giving_back_what_somebody_else_has_by_now_changes_nothing()
    {
        var first = await ConsumeAsync();
        await AdvanceAsync(Lease);
        var second = await JoinAsync("n2");
        await second.AcquireAsync();

        await first.ReleaseAsync();

        (await (await JoinAsync("n3")).AcquireAsync()).Should().BeEmpty();
        (await second.CommitAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_node_that_leaves_gives_back_all_that_it_has()
    {
        await ConsumeAsync("h");
        await ConsumeAsync("i");

        await Log.LeaveAsync("n1", default);

        (await InfoAsync("h")).IsLive.Should().BeFalse();
        foreach (var name in new[] { "h", "i" })
        {
            var other = await JoinAsync("n2", name: name);
            (await other.RenewAsync()).Nodes.Should().ContainSingle().Which.Id.Should().Be("n2");
            (await other.AcquireAsync()).Should().HaveCount(Log.PartitionCount);
        }
        await Log.LeaveAsync("n1", default);
    }

    [Fact]
    public async Task A_node_that_takes_its_own_partition_again_gets_a_higher_epoch()
    {
        var consumer = await ConsumeAsync();
        var before = consumer.Commits();

        (await consumer.AcquireAsync()).Should().HaveCount(Log.PartitionCount);

        (await Log.CommitAsync(before, default)).Should().OnlyContain(holds => !holds);
        (await consumer.CommitAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task Partitions_are_taken_one_by_one()
    {
        var first = await JoinAsync("n1");
        var second = await JoinAsync("n2");
        var some = first.AllPartitions.Where(partition => partition % 2 == 0).ToArray();

        (await first.AcquireAsync(some)).Select(lease => lease.Partition).Should().BeEquivalentTo(some);

        (await second.AcquireAsync()).Select(lease => lease.Partition).Should().BeEquivalentTo(first.AllPartitions.Except(some));
    }

    [Fact]
    public async Task Of_nodes_that_reach_for_a_partition_at_once_one_gets_it()
    {
        var other = await Fixture.OpenNodeAsync(default);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => JoinAsync("n" + i, i % 2 == 0 ? Log : other)));

        var leases = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.AcquireAsync())));

        leases.SelectMany(some => some).Select(lease => lease.Partition).Should().BeEquivalentTo(nodes[0].AllPartitions);
    }

    [Fact]
    public async Task Leases_of_a_process_that_crashed_run_out_and_epochs_go_on()
    {
        var before = await ConsumeAsync();

        await Fixture.CrashAsync();
        await AdvanceAsync(Lease);

        var after = await ConsumeAsync(node: "n2");
        after.Leases.Should().HaveCount(Log.PartitionCount);
        if (Fixture.IsDurable)
            after.Leases.Values.Should().OnlyContain(lease => lease.Epoch > before.Leases[lease.Partition].Epoch);
    }

    private static ConsumerRegistration Registration(string name) => new() { Name = name, StartFrom = StartFrom.Beginning };

    private async Task<TestConsumer> JoinAsync(string node, IEventLog? log = null, string name = "h")
    {
        var consumer = new TestConsumer(log ?? Log, node, name);
        await consumer.RenewAsync();
        return consumer;
    }
}
