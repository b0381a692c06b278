using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// The store's present time, as of the figures that were read last. Times of arrival and horizons come from the store's clock; they are compared with
/// this time, and not with this machine's clock, which may be behind it.
/// </summary>
internal sealed class StoreTime(TimeProvider time, ILogger<StoreTime> logger)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromHours(1);

    /// <summary>A difference as small as this may be the time that the reading took.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    private volatile Reading? _reading;
    private long? _loggedAt;

    /// <summary>This machine's time until the store's was read.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var wall = time.GetUtcNow();
            if (_reading is not { } reading)
                return wall;
            var now = reading.Time + time.GetElapsedTime(reading.Timestamp);
            return (now - wall).Duration() < Precision ? wall : now;
        }
    }

    /// <summary>What is wrong with the clocks; null when nothing is.</summary>
    public string? Problem => Now - time.GetUtcNow() is var ahead && ahead > Tolerance
        ? $"The store's clock is {Describe(ahead)} ahead of this machine's, and it never goes back: windows close that much too early until this "
          + "machine's clock has caught up. Check this machine's clock (NTP): it is slow now, or was ahead before."
        : null;

    /// <summary>The store has this time now. Logs when it is far ahead.</summary>
    public void Read(DateTimeOffset storeTime)
    {
        _reading = new Reading(storeTime, time.GetTimestamp());
        if (Problem is not { } problem)
            _loggedAt = null;
        else if (_loggedAt is not { } last || time.GetElapsedTime(last) >= LogInterval)
        {
            _loggedAt = time.GetTimestamp();
            Log.StoreClockAhead(logger, problem);
        }
    }

    private static string Describe(TimeSpan ahead)
    {
        var (count, unit) = ahead switch
        {
            { TotalDays: >= 2 } => (ahead.TotalDays, "days"),
            { TotalHours: >= 2 } => (ahead.TotalHours, "hours"),
            _ => (ahead.TotalMinutes, "minutes"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}");
    }

    private sealed record Reading(DateTimeOffset Time, long Timestamp);
}
