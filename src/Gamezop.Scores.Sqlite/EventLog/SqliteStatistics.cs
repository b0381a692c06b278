using System.Collections.Concurrent;
using Gamezop.Scores.Storage;

namespace Gamezop.Scores.Sqlite;

/// <summary>The figures of the log, which are asked for each second: what there is much of is not counted to the end each time.</summary>
internal sealed class SqliteStatistics(EventLogDatabase database)
{
    /// <summary>
    /// Up to so many are counted each time. Beyond that, numbers tell about how many events wait, retries are counted less often, and of dead
    /// letters no more are counted.
    /// </summary>
    private const int MaxCounted = 10_000;

    private static readonly TimeSpan RetryCountInterval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (long Count, TimeSpan At)> _retryCounts = new(StringComparer.Ordinal);

    public EventLogStatistics Read()
    {
        var last = database.Tail.Number;
        var now = database.Clock.Elapsed.Ticks;
        var consumers = database.Locked(table =>
            table.All.Select(one => (one.Name, one.Position, one.ReplayedTo, IsLive: table.IsLive(one.Name, now))).ToList());
        return database.Read(session => new EventLogStatistics
        {
            Consumers = [.. consumers.Select(one => ReadInfo(session, one.Name, one.Position, one.ReplayedTo, last, one.IsLive))],
            DeadLetters = session[EventLogSql.CountDeadLetters].Number(MaxCounted)!.Value,
            Quarantined = session[EventLogSql.CountQuarantined].Number()!.Value,
            UsedShare = database.File.GetUsedShare(session),
            Time = database.Clock.Now,
        });
    }

    private ConsumerInfo ReadInfo(SqliteSession session, string name, long position, long replayedTo, long last, bool isLive)
    {
        var behind = CountAfter(session, position, last);
        var retries = CountRetries(session, name);
        return new ConsumerInfo
        {
            Name = name,
            Waiting = behind + retries,
            Backlog = (replayedTo > position ? CountAfter(session, replayedTo, last) : behind) + retries,
            Retries = retries,
            OldestWaiting = session[EventLogSql.OldestWaiting].Number(name) is { } ticks ? EventRows.ToTime(ticks) : null,
            DeadLetters = session[EventLogSql.CountDeadLettersOf].Number(name, MaxCounted)!.Value,
            IsLive = isLive,
        };
    }

    private static long CountAfter(SqliteSession session, long number, long last)
    {
        var counted = session[EventLogSql.CountAfter].Number(number, MaxCounted)!.Value;
        // Numbers before the first that is kept are those of events that were removed.
        return counted < MaxCounted ? counted : Math.Max(counted, last - Math.Max(number, (session[EventLogSql.FirstNumber].Number() ?? 0) - 1));
    }

    /// <summary>Exact, since the retries of a handler that fails with everything fill the log, but up to some seconds old where there are many.</summary>
    private long CountRetries(SqliteSession session, string name)
    {
        var now = database.Clock.Elapsed;
        if (_retryCounts.TryGetValue(name, out var before) && before.Count >= MaxCounted && now - before.At < RetryCountInterval)
            return before.Count;
        var count = session[EventLogSql.CountRetries].Number(name)!.Value;
        _retryCounts[name] = (count, now);
        return count;
    }
}
