using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Sqlite.Tests.EventLog;

public sealed class SqliteLogAppend : LogAppendSuite<SqliteLogFixture>;

public sealed class SqliteLogRead : LogReadSuite<SqliteLogFixture>;

public sealed class SqliteLedgerRead : LedgerReadSuite<SqliteLogFixture>;

public sealed class SqliteConsumerCommit : ConsumerCommitSuite<SqliteLogFixture>;

public sealed class SqliteConsumerLease : ConsumerLeaseSuite<SqliteLogFixture>;

public sealed class SqliteConsumerRetry : ConsumerRetrySuite<SqliteLogFixture>;

public sealed class SqliteConsumerReplay : ConsumerReplaySuite<SqliteLogFixture>;

public sealed class SqliteConsumerStore : ConsumerStoreSuite<SqliteLogFixture>;

public sealed class SqliteHorizon : HorizonSuite<SqliteLogFixture>;

public sealed class SqlitePrune : PruneSuite<SqliteLogFixture>;

public sealed class SqliteErase : EraseSuite<SqliteLogFixture>;

public sealed class SqliteLogStatistics : LogStatisticsSuite<SqliteLogFixture>;

public sealed class SqliteLogDeadLetter : LogDeadLetterSuite<SqliteLogFixture>;

public sealed class SqliteLogQuarantine : LogQuarantineSuite<SqliteLogFixture>;

public sealed class SqliteHandlerQuarantine : HandlerQuarantineSuite<SqliteLogFixture>;

public sealed class SqliteSource : SourceSuite<SqliteLogFixture>;

public sealed class SqliteLogConcurrency : LogConcurrencySuite<SqliteLogFixture>;

public sealed class SqliteLogInterleaving : LogInterleavingSuite<SqliteLogFixture>;

public sealed class SqliteLogConformance
{
    [Fact]
    public void Every_suite_is_run() => Suites.LeftOut<SqliteLogFixture>(typeof(SqliteLogConformance).Assembly).Should().BeEmpty();
}
