namespace Gamezop.Scores.Tests.Consumers;

public sealed class PartitionShareTests
{
    [Theory]
    [InlineData(64, 1)]
    [InlineData(64, 3)]
    [InlineData(64, 4)]
    [InlineData(5, 4)]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    public void Nodes_come_to_equal_shares_from_any_state(int partitions, int count)
    {
        var random = new Random(partitions + count);
        var nodes = Enumerable.Range(0, count).Select(i => "node" + i).ToList();
        for (var run = 0; run < 50; run++)
        {
            var owners = Enumerable.Range(0, partitions).Select(_ => random.Next(3) == 0 ? null : nodes[random.Next(count)]).ToArray();

            for (var round = 0; round < 3; round++)
                foreach (var node in nodes.OrderBy(_ => random.Next()))
                {
                    var (take, give) = PartitionShare.Plan(node, nodes, owners);
                    take.All(partition => owners[partition] is null).Should().BeTrue("only what is free is taken");
                    give.All(partition => owners[partition] == node).Should().BeTrue("only what is held is given back");
                    foreach (var partition in take)
                        owners[partition] = node;
                    foreach (var partition in give)
                        owners[partition] = null;
                }

            owners.Should().NotContainNulls();
            var shares = nodes.Select(node => owners.Count(owner => owner == node)).ToList();
            (shares.Max() - shares.Min()).Should().BeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void A_node_that_joins_takes_nothing_from_the_others_by_itself()
    {
        var owners = Enumerable.Repeat("a", 8).ToArray();

        PartitionShare.Plan("b", ["a", "b"], owners).Take.Should().BeEmpty();
        PartitionShare.Plan("a", ["a", "b"], owners).Give.Should().HaveCount(4);
    }

    [Fact]
    public void What_a_dead_node_had_is_shared_by_the_others()
    {
        string?[] owners = ["a", null, "b", null];

        PartitionShare.Plan("a", ["a", "b"], owners).Take.Should().ContainSingle();
        PartitionShare.Plan("b", ["a", "b"], owners).Take.Should().ContainSingle();
    }
}
