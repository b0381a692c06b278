namespace Gamezop.Scores.Browser.Tests.Arcade;

/// <summary>A clock, the system's unless given, that a test can put forward: nobody waits half a minute for the last scores of a tournament.</summary>
internal sealed class AdvancedTime(TimeProvider? clock = null) : TimeProvider
{
    /// <summary>At its ends days and weeks change, and the sample's recurring tournaments end and pay.</summary>
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>What no test takes longer than, with what it puts the clock forward.</summary>
    private static readonly TimeSpan Room = TimeSpan.FromMinutes(6);

    private readonly TimeProvider _clock = clock ?? System;
    private long _ahead;

    /// <summary>
    /// A clock that shows the same quarter of an hour for as long as a test takes, whenever it runs. It is never far from the system's:
    /// the browser has that one, and would drop a cookie that expires before.
    /// </summary>
    public static AdvancedTime WithinAQuarter(TimeProvider? clock = null)
    {
        var time = new AdvancedTime(clock);
        var since = TimeSpan.FromTicks(time.GetUtcNow().TimeOfDay.Ticks % Quarter.Ticks);
        if (since + Room > Quarter)
            time.Advance(Quarter - since);
        return time;
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
