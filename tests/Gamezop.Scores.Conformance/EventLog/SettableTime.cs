using Microsoft.Extensions.Time.Testing;

namespace Gamezop.Scores.Conformance;

/// <summary>Time that passes when it is told to. The wall clock can be set back, too: what has passed since the start stays as it is.</summary>
public sealed class SettableTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _setBack;

    public void SetBack(TimeSpan time) => _setBack += time;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - _setBack;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
