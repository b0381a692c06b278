using System.Globalization;

namespace Gamezop.Scores.Load;

/// <summary>
/// A clock that showed <paramref name="start"/> when the machine's showed <paramref name="since"/>, and has run so many times faster since: the same in
/// every process that is told the same.
/// </summary>
public sealed class FastTime(DateTimeOffset start, DateTimeOffset since, int speed) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => start + ((System.GetUtcNow() - since) * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, Shortened(dueTime), Shortened(period));

    /// <summary>How long the machine takes until this clock shows an instant.</summary>
    public TimeSpan Until(DateTimeOffset instant) => (instant - GetUtcNow()) / speed;

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{start.UtcTicks}x{since.UtcTicks}x{speed}");

    public static FastTime Parse(string text) => text.Split('x') is [var start, var since, var speed]
        ? new FastTime(Instant(start), Instant(since), int.Parse(speed, CultureInfo.InvariantCulture))
        : throw new FormatException(text);

    private static DateTimeOffset Instant(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);

    // A timer that never fires stays one.
    private TimeSpan Shortened(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;
}
