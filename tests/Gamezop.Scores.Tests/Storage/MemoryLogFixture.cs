using Gamezop.Scores.Conformance;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Tests.Storage;

public class MemoryLogFixture : EventLogFixture
{
    private readonly SettableTime _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private MemoryEventLog? _log;

    public override IEventLog Log => _log!;

    public override IConsumerStore Consumers => _log!;

    public override IDeadLetterStore DeadLetters => _log!;

    public override IQuarantineStore Quarantine => _log!;

    public override bool IsDurable => false;

    protected virtual int PartitionCount => 1;

    public override ValueTask OpenAsync()
    {
        _log = new MemoryEventLog(_time, PartitionCount);
        return _log.StartAsync(default);
    }

    public override ValueTask<IEventLog> OpenNodeAsync(TimeSpan clockOffset) => new(Log);

    public override ValueTask<DateTimeOffset> GetTimeAsync() => new(_time.GetUtcNow());

    public override ValueTask AdvanceAsync(TimeSpan time)
    {
        _time.Advance(time);
        return default;
    }

    public override ValueTask SetClockBackAsync(TimeSpan time)
    {
        _time.SetBack(time);
        return default;
    }

    public override ValueTask CrashAsync() => OpenAsync();

    public override ValueTask<IAsyncDisposable?> HoldAppendAsync(StoredEvent storedEvent) => new((IAsyncDisposable?)null);

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}

/// <summary>The same with as many partitions as an engine for several nodes has.</summary>
public sealed class PartitionedMemoryLogFixture : MemoryLogFixture
{
    protected override int PartitionCount => 64;
}
