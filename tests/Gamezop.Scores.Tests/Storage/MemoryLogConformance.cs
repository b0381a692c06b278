using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Tests.Storage;

public sealed class MemoryLogAppend : LogAppendSuite<MemoryLogFixture>;

public sealed class MemoryLogRead : LogReadSuite<MemoryLogFixture>;

public sealed class MemoryLedgerRead : LedgerReadSuite<MemoryLogFixture>;

public sealed class MemoryConsumerCommit : ConsumerCommitSuite<MemoryLogFixture>;

public sealed class MemoryConsumerLease : ConsumerLeaseSuite<MemoryLogFixture>;

public sealed class MemoryConsumerRetry : ConsumerRetrySuite<MemoryLogFixture>;

public sealed class MemoryConsumerReplay : ConsumerReplaySuite<MemoryLogFixture>;

public sealed class MemoryConsumerStore : ConsumerStoreSuite<MemoryLogFixture>;

public sealed class MemoryHorizon : HorizonSuite<MemoryLogFixture>;

public sealed class MemoryPrune : PruneSuite<MemoryLogFixture>;

public sealed class MemoryErase : EraseSuite<MemoryLogFixture>;

public sealed class MemoryLogStatistics : LogStatisticsSuite<MemoryLogFixture>;

public sealed class MemoryLogDeadLetter : LogDeadLetterSuite<MemoryLogFixture>;

public sealed class MemoryLogQuarantine : LogQuarantineSuite<MemoryLogFixture>;

public sealed class MemoryHandlerQuarantine : HandlerQuarantineSuite<MemoryLogFixture>;

public sealed class MemorySource : SourceSuite<MemoryLogFixture>;

public sealed class MemoryLogConcurrency : LogConcurrencySuite<MemoryLogFixture>;

public sealed class MemoryLogInterleaving : LogInterleavingSuite<MemoryLogFixture>;

public sealed class PartitionedMemoryLogAppend : LogAppendSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryLogRead : LogReadSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryLedgerRead : LedgerReadSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryConsumerCommit : ConsumerCommitSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryConsumerLease : ConsumerLeaseSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryConsumerRetry : ConsumerRetrySuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryConsumerReplay : ConsumerReplaySuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryConsumerStore : ConsumerStoreSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryHorizon : HorizonSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryPrune : PruneSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryErase : EraseSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryLogStatistics : LogStatisticsSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryLogDeadLetter : LogDeadLetterSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryLogQuarantine : LogQuarantineSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryHandlerQuarantine : HandlerQuarantineSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemorySource : SourceSuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryLogConcurrency : LogConcurrencySuite<PartitionedMemoryLogFixture>;

public sealed class PartitionedMemoryLogInterleaving : LogInterleavingSuite<PartitionedMemoryLogFixture>;

public sealed class MemoryLogConformance
{
    [Fact]
    public void Every_suite_is_run()
    {
        Suites.LeftOut<MemoryLogFixture>(typeof(MemoryLogConformance).Assembly).Should().BeEmpty();
        Suites.LeftOut<PartitionedMemoryLogFixture>(typeof(MemoryLogConformance).Assembly).Should().BeEmpty();
    }
}
