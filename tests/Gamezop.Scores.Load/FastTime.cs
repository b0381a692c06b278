using System.Globalization;

namespace Gamezop.Scores.Load;

/// <summary>A clock that runs so many times faster than the machine's, from an instant on: the same in every process that is told the same.</summary>
public sealed class FastTime(DateTimeOffset from, int speed) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => from + ((System.GetUtcNow() - from) * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, Shortened(dueTime), Shortened(period));

    /// <summary>How long the machine takes until this clock shows an instant.</summary>
    public TimeSpan Until(DateTimeOffset instant) => (instant - GetUtcNow()) / speed;

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{from.UtcTicks}x{speed}");

    public static FastTime Parse(string text) =>
        text.Split('x') is [var ticks, var times] ? new FastTime(new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero), int.Parse(times, CultureInfo.InvariantCulture)) : throw new FormatException(text);

    // A timer that never fires stays one.
    private TimeSpan Shortened(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;
}
