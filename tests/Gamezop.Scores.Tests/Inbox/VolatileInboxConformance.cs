using Gamezop.Scores.Conformance;

namespace Gamezop.Scores.Tests.Inbox;

public sealed class VolatileInboxFixture : InboxFixture
{
    private VolatileInbox? _inbox;

    public override IScoreInbox Inbox => _inbox!;

    public override bool IsDurable => false;

    public override ValueTask OpenAsync()
    {
        _inbox = new VolatileInbox(Time);
        return _inbox.StartAsync(default);
    }

    public override ValueTask CrashAsync() => OpenAsync();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class VolatileAppend : AppendSuite<VolatileInboxFixture>;

public sealed class VolatileLease : LeaseSuite<VolatileInboxFixture>;

public sealed class VolatileSettle : SettleSuite<VolatileInboxFixture>;

public sealed class VolatileDeadLetter : DeadLetterSuite<VolatileInboxFixture>;

public sealed class VolatileQuarantine : QuarantineSuite<VolatileInboxFixture>;

public sealed class VolatileSource : SourceSuite<VolatileInboxFixture>;

public sealed class VolatileLedger : LedgerSuite<VolatileInboxFixture>;

public sealed class VolatileInterleaving : InterleavingSuite<VolatileInboxFixture>;

public sealed class VolatileConformance
{
    [Fact]
    public void Every_suite_is_run() => Suites.LeftOut<VolatileInboxFixture>(typeof(VolatileConformance).Assembly).Should().BeEmpty();
}
