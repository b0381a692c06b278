using System.Globalization;
using Gamezop.Scores.Storage;
using Microsoft.Extensions.Logging;

namespace Gamezop.Scores;

/// <summary>
/// Sees whether there is room for what is set aside: events in quarantine, each reason and user with a share of its own, and unreadable bodies.
/// </summary>
internal sealed class SetAsideMonitor(
    QuarantineReservations quarantine, IDeadLetterStore deadLetters, ScoreInboxOptions options, TimeProvider time, ILogger<SetAsideMonitor> logger)
    : IHealthSource
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _logging = new();
    private readonly Dictionary<string, long> _logged = [];
    private volatile QuarantineUsage? _usage;
    private long _unreadable;

    /// <summary>Counts what is kept.</summary>
    public async ValueTask CountAsync(CancellationToken cancellationToken)
    {
        _usage = await quarantine.GetUsageAsync(options.MaxQuarantinedPerUser, cancellationToken);
        Volatile.Write(ref _unreadable, await deadLetters.CountUnreadableAsync(cancellationToken));
    }

    /// <summary>Something was not kept. Logged once a minute for each place: a flood must not fill the log as well.</summary>
    public void Refused(string place)
    {
        lock (_logging)
        {
            if (_logged.TryGetValue(place, out var last) && time.GetElapsedTime(last) < LogInterval)
                return;
            _logged[place] = time.GetTimestamp();
        }
        Log.SetAsideFull(logger, place);
    }

    public HealthReport Report()
    {
        List<string> full = [];
        if (options.MaxQuarantined > 0 && _usage is { } usage)
        {
            full.AddRange(usage.Events.Where(one => one.Value >= options.MaxQuarantined).Select(one => string.Create(
                CultureInfo.InvariantCulture,
                $"The quarantine is full for '{one.Key}': {one.Value} events are kept, and further ones are answered 503. "
                + $"Release or reject some (IQuarantine), or raise MaxQuarantined.")));
            if (usage.FullUsers > 0)
                full.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{usage.FullUsers} users have {options.MaxQuarantinedPerUser} events in quarantine each, "
                    + $"and further ones of theirs are answered 503 (MaxQuarantinedPerUser)."));
        }
        if (quarantine.OnTheWayWhenRefused is > 0 and var onTheWay)
            full.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{onTheWay} events that are dated ahead are on their way to the quarantine: they were answered, and the handler that keeps them has not got "
                + $"to them yet. With them its share is full, and events dated ahead were answered 503 within the last minute "
                + $"(MaxQuarantined, MaxQuarantinedPerUser)."));
        if (options.MaxUnreadable > 0 && Volatile.Read(ref _unreadable) >= options.MaxUnreadable)
            full.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.MaxUnreadable} unreadable bodies are kept, and further ones are answered 400 and not kept. "
                + $"Replay or discard some (IDeadLetters), or raise MaxUnreadable."));
        return full.Count == 0 ? HealthReport.Healthy : HealthReport.Degraded(string.Join(' ', full));
    }
}
