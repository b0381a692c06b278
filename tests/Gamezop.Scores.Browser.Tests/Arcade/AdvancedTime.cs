namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>A clock, the system's unless given, that a test can put forward: nobody waits half a minute for the last scores of a tournament.</summary>
internal sealed class AdvancedTime(TimeProvider? clock = null) : TimeProvider
{
    /// <summary>What no test takes longer than.</summary>
    private static readonly TimeSpan Room = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _clock = clock ?? System;
    private long _ahead;

    /// <summary>A clock that is not about to begin another day, in which what a test scored before is another day's.</summary>
    public static AdvancedTime AwayFromMidnight(TimeProvider? clock = null)
    {
        var time = new AdvancedTime(clock);
        var now = time.GetUtcNow();
        if ((now + Room).Date != now.Date)
            time.Advance(Room);
        return time;
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
