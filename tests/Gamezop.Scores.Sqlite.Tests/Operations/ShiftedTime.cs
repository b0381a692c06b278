namespace Gamezop.Scores.Sqlite.Tests.Operations;

/// <summary>The machine's clock, set ahead. What waits for a while waits by the machine's.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public TimeSpan Shift
    {
        get => new(Volatile.Read(ref _shift));
        set => Volatile.Write(ref _shift, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
