using System.Diagnostics;

namespace Gamezop.Scores.Competitions.Tests.Leaderboards;

/// <summary>A clock that runs, from the tests' noon on, whatever the time is: for what waits on real timers.</summary>
internal sealed class RunningClock : TimeProvider
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => Events.Noon + Stopwatch.GetElapsedTime(_start);
}
