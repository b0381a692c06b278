namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>The system's clock, which a test can put forward: nobody waits half a minute for the last scores of a tournament.</summary>
internal sealed class AdvancedTime : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
