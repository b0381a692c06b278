using Gamezop.Scores.Competitions.Tests.Targets;
using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Competitions.Tests.Stores;

public abstract class EngineTargetStoreFixture : TargetStoreFixture
{
    private readonly CompetitionStores _stores;
    private bool _opened;

    private protected EngineTargetStoreFixture(CompetitionStores stores) => _stores = stores;

    public override ITargetStore Targets => _stores.Targets;

    public override IRewardStore Rewards => _stores.Rewards;

    public override async ValueTask OpenAsync()
    {
        if (_opened)
            _stores.Reopen();
        _opened = true;
        await Rewards.StartAsync(default);
        await Targets.StartAsync(default);
    }

    public override ValueTask DisposeAsync()
    {
        _stores.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class MemoryTargetStoreFixture() : EngineTargetStoreFixture(CompetitionStores.InMemory());

public sealed class SqliteTargetStoreFixture() : EngineTargetStoreFixture(CompetitionStores.InSqlite());

public sealed class MemoryRewards : RewardsSuite<MemoryTargetStoreFixture>;

public sealed class MemoryProgress : ProgressSuite<MemoryTargetStoreFixture>;

public sealed class SqliteRewards : RewardsSuite<SqliteTargetStoreFixture>;

public sealed class SqliteProgress : ProgressSuite<SqliteTargetStoreFixture>;

public sealed class TargetStoreConformance
{
    [Fact]
    public void Every_suite_is_run_in_memory() => Suites.LeftOut<MemoryTargetStoreFixture>(typeof(TargetStoreConformance).Assembly).Should().BeEmpty();

    [Fact]
    public void Every_suite_is_run_in_SQLite() => Suites.LeftOut<SqliteTargetStoreFixture>(typeof(TargetStoreConformance).Assembly).Should().BeEmpty();
}
