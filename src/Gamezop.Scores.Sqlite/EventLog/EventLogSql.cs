namespace Gamezop.Scores.Sqlite;

/// <summary>Every statement of the event log.</summary>
internal static class EventLogSql
{
    /// <summary>What <see cref="EventRows.ReadEvent"/> reads.</summary>
    private const string EventColumns = """
        e.number, e.id, e.user_id, e.received_at, e.body, e.released, e.source, e.traceparent,
            nullif((SELECT json_group_array(consumer) FROM gamezop_releases WHERE event = e.number), '[]')
        """;

    public const string Append = """
        INSERT INTO gamezop_events (number, id, user_id, source, traceparent, received_at, own_time, released, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING
        """;
    private const string LastOfCopy = "(SELECT max(last, coalesce((SELECT max(number) FROM copy.gamezop_events), 0)) FROM copy.gamezop_removed)";

    /// <summary>Comes before <see cref="AppendToCopy"/>: the events that the copy has already are there as they were.</summary>
    public const string ReleaseInCopy = $"""
        INSERT OR IGNORE INTO copy.gamezop_releases (event, consumer) SELECT event, consumer FROM main.gamezop_releases WHERE event > {LastOfCopy}
        """;
    public const string AppendToCopy = $"""
        INSERT INTO copy.gamezop_events (number, id, user_id, source, traceparent, received_at, own_time, released, body)
        SELECT number, id, user_id, source, traceparent, received_at, own_time, released, body FROM main.gamezop_events
        WHERE number > {LastOfCopy}
        ON CONFLICT (id) DO NOTHING
        """;

    // The last numbers may be those of events that were removed since: the copy knows as much as the log.
    public const string NumberOfCopy = "UPDATE copy.gamezop_removed SET last = max(last, (SELECT last FROM main.gamezop_removed))";
    public const string ReceivedAt = "SELECT received_at FROM gamezop_events WHERE id = $1";
    public const string LastNumber = """
        SELECT max(last, coalesce((SELECT max(number) FROM gamezop_events), 0), coalesce((SELECT max(position) FROM gamezop_consumers), 0)) FROM gamezop_removed
        """;

    // Events that have a time of their own do not follow the store's clock; those of the others go up with their numbers.
    public const string LastTime = """
        SELECT max(
            kept_from,
            (SELECT at FROM gamezop_clock),
            coalesce((SELECT received_at FROM gamezop_events WHERE own_time = 0 ORDER BY number DESC LIMIT 1), 0))
        FROM gamezop_removed
        """;
    public const string SetClock = "UPDATE gamezop_clock SET at = max(at, $1)";
    public const string EventsAfter = $"SELECT {EventColumns} FROM gamezop_events e WHERE e.number > $1 ORDER BY e.number LIMIT $2";
    public const string FirstReceivedFrom = "SELECT min(number) FROM gamezop_events WHERE received_at >= $1";
    public const string Ledger = $"SELECT {EventColumns} FROM gamezop_events e WHERE e.number > $1 AND e.received_at >= $2 ORDER BY e.number LIMIT $3";

    public const string PositionOf = "SELECT position FROM gamezop_consumers WHERE name = $1";
    public const string Consumers = "SELECT name, position, epoch, replayed_to, missing_since FROM gamezop_consumers";
    // The epoch begins with the time: one of that name may have been dropped, and none of its leases may hold for this one.
    public const string AddConsumer = """
        INSERT INTO gamezop_consumers (name, position, epoch, replayed_to) VALUES ($1, $2, $4, $3) ON CONFLICT (name) DO NOTHING
        """;

    // No further than the log reaches: what is appended from now on may get numbers that this consumer has passed in the file of before.
    public const string RestoreConsumer = """
        INSERT INTO gamezop_consumers (name, position, epoch, replayed_to, missing_since) VALUES ($1, min($2, $6), $3, min($4, $6), $5)
        ON CONFLICT (name) DO NOTHING
        """;
    public const string SetMissing = "UPDATE gamezop_consumers SET missing_since = $2 WHERE name = $1";
    public const string SetFound = """
        UPDATE gamezop_consumers SET missing_since = NULL, replayed_to = CASE WHEN missing_since <= $3 THEN $2 ELSE replayed_to END
        WHERE name = $1 AND missing_since IS NOT NULL
        """;
    public const string RemoveConsumer = "DELETE FROM gamezop_consumers WHERE name = $1";
    public const string SetPosition = "UPDATE gamezop_consumers SET position = $2 WHERE name = $1";
    public const string RaiseEpoch = "UPDATE gamezop_consumers SET epoch = max(epoch, $2) + 1 WHERE name = $1";
    public const string InheritPosition = """
        INSERT INTO gamezop_consumers (name, position, epoch, replayed_to)
        SELECT $2, position, epoch + 1, $3 FROM gamezop_consumers WHERE name = $1
        ON CONFLICT (name) DO UPDATE
        SET position = min(position, excluded.position), epoch = max(epoch + 1, excluded.epoch), replayed_to = excluded.replayed_to
        """;
    public const string AddAudit = "INSERT INTO gamezop_consumer_audits (at, name, new_name, actor, reason) VALUES ($1, $2, $3, $4, $5)";
    public const string Audits = "SELECT at, name, new_name, actor, reason FROM gamezop_consumer_audits ORDER BY number DESC LIMIT $1";

    // One statement, so one moment: an event may become a retry while it runs. Only those with a time of their own can be older than the first.
    public const string OldestWaiting = """
        WITH consumer AS (SELECT position FROM gamezop_consumers WHERE name = $1)
        SELECT min(received_at) FROM (
            SELECT * FROM (SELECT received_at FROM gamezop_events WHERE number > (SELECT position FROM consumer) ORDER BY number LIMIT 1)
            UNION ALL SELECT min(received_at) FROM gamezop_events WHERE own_time = 1 AND number > (SELECT position FROM consumer)
            UNION ALL SELECT min(received_at) FROM gamezop_retries WHERE consumer = $1)
        """;
    public const string CountAfter = "SELECT count(*) FROM (SELECT 1 FROM gamezop_events WHERE number > $1 LIMIT $2)";
    public const string FirstNumber = "SELECT min(number) FROM gamezop_events";
    public const string CountRetries = "SELECT count(*) FROM gamezop_retries WHERE consumer = $1";
    public const string CountDeadLettersOf = "SELECT count(*) FROM (SELECT 1 FROM gamezop_dead_letters WHERE consumer = $1 LIMIT $2)";
    public const string CountDeadLetters = "SELECT count(*) FROM (SELECT 1 FROM gamezop_dead_letters LIMIT $1)";
    public const string CountQuarantined = "SELECT coalesce(sum(count), 0) FROM gamezop_quarantine_counts WHERE user_id = ''";

    private const string MakeAnew = """

        ON CONFLICT (consumer, event) DO UPDATE SET attempts = 0, due_at = excluded.due_at, put_aside = 0, replay = excluded.replay
        """;
    public const string AddRetry = """
        INSERT INTO gamezop_retries (consumer, event, attempts, due_at, put_aside, replay, received_at)
        SELECT $1, number, $3, $4, $5, 0, received_at FROM gamezop_events WHERE number = $2
        """;
    public const string ReplayOfRetry = "SELECT replay FROM gamezop_retries WHERE consumer = $1 AND event = $2";
    // A retry that has these attempts and is not due has been changed by the same commit before.
    public const string ChangeRetry = """
        UPDATE gamezop_retries SET attempts = $3, due_at = $4, put_aside = 0 WHERE consumer = $1 AND event = $2 AND (attempts <> $3 OR due_at <= $5)
        """;
    public const string RemoveRetry = "DELETE FROM gamezop_retries WHERE consumer = $1 AND event = $2";
    public const string RemoveRetries = "DELETE FROM gamezop_retries WHERE consumer = $1";
    public const string InheritRetries = "UPDATE OR IGNORE gamezop_retries SET consumer = $2 WHERE consumer = $1";
    private const string Due = $"""
        SELECT {EventColumns}, r.attempts, r.replay FROM gamezop_retries r CROSS JOIN gamezop_events e ON e.number = r.event
        WHERE r.consumer = $1 AND r.due_at <= $2
        """;
    public const string DueRetries = Due + " ORDER BY r.due_at, r.event LIMIT $3";
    public const string PutAside = Due + " AND r.put_aside = 1 ORDER BY r.due_at, r.event LIMIT $3";

    public const string AddDeadLetter = """
        INSERT INTO gamezop_dead_letters (event, consumer, attempts, error, parked_at) SELECT number, $2, $3, $4, $5 FROM gamezop_events WHERE number = $1
        """;
    public const string KnowsUnreadable = "SELECT 1 FROM gamezop_dead_letters WHERE unreadable_id = $1";
    public const string CountUnreadable = "SELECT count(*) FROM gamezop_dead_letters WHERE unreadable_id IS NOT NULL";
    public const string AddUnreadable = """
        INSERT INTO gamezop_dead_letters (attempts, error, parked_at, unreadable_id, source, received_at, body) VALUES (0, $1, $2, $3, $4, $2, $5)
        """;
    private const string DeadLetters = """
        SELECT d.number, coalesce(d.unreadable_id, e.id), e.user_id, d.consumer, d.attempts, d.error, coalesce(d.received_at, e.received_at), d.parked_at,
            coalesce(d.body, e.body), coalesce(d.source, e.source)
        FROM gamezop_dead_letters d LEFT JOIN gamezop_events e ON e.number = d.event
        """;
    public const string DeadLettersAfter = DeadLetters + " WHERE d.number > $1 ORDER BY d.number LIMIT $2";
    public const string DeadLetter = DeadLetters + " WHERE d.number = $1";
    public const string ReplayDeadLetter = """
        INSERT INTO gamezop_retries (consumer, event, attempts, due_at, put_aside, replay, received_at)
        SELECT d.consumer, e.number, 0, $2, 0, d.number, e.received_at
        FROM gamezop_dead_letters d JOIN gamezop_events e ON e.number = d.event WHERE d.number = $1
        """ + MakeAnew;
    public const string RemoveDeadLetter = "DELETE FROM gamezop_dead_letters WHERE number = $1";
    public const string RemoveDeadLetters = "DELETE FROM gamezop_dead_letters WHERE consumer = $1";
    public const string InheritDeadLetters = """
        UPDATE gamezop_dead_letters SET consumer = $2
        WHERE consumer = $1 AND NOT EXISTS (SELECT 1 FROM gamezop_dead_letters own WHERE own.event = gamezop_dead_letters.event AND own.consumer = $2)
        """;

    public const string QuarantineReasons = "SELECT reason, count FROM gamezop_quarantine_counts WHERE user_id = ''";
    public const string QuarantinedOf = "SELECT count FROM gamezop_quarantine_counts WHERE reason = $1 AND user_id = $2";
    public const string QuarantineFullUsers = "SELECT count(*) FROM gamezop_quarantine_counts WHERE count >= $1 AND user_id <> ''";
    public const string KnowsQuarantined = "SELECT 1 FROM gamezop_quarantine WHERE event_id = $1 AND reason = $2 LIMIT 1";
    public const string QuarantinedFor = """
        SELECT 1 FROM gamezop_quarantine WHERE event_id = $1 AND reason = $2 AND coalesce(consumer, '') = coalesce($3, '')
        """;
    public const string Quarantine = """
        INSERT INTO gamezop_quarantine (event_id, reason, user_id, source, traceparent, received_at, body, consumer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;
    private const string Quarantined = """
        SELECT number, event_id, user_id, received_at, body, 0, source, traceparent, NULL, reason, consumer FROM gamezop_quarantine
        """;
    public const string QuarantinedAfter = Quarantined + " WHERE number > $1 ORDER BY number LIMIT $2";
    public const string QuarantinedOne = Quarantined + " WHERE number = $1";
    public const string Release = """
        INSERT INTO gamezop_events (number, id, user_id, source, traceparent, received_at, own_time, released, body)
        SELECT $2, event_id, coalesce($3, user_id), source, traceparent, received_at, 1, $4, body FROM gamezop_quarantine
        WHERE number = $1 AND consumer IS NULL
        ON CONFLICT (id) DO NOTHING
        """;
    public const string KeptFromOne = """
        SELECT e.number, q.consumer FROM gamezop_quarantine q JOIN gamezop_events e ON e.id = q.event_id WHERE q.number = $1 AND q.consumer IS NOT NULL
        """;
    public const string ReleaseToOne = """
        INSERT INTO gamezop_retries (consumer, event, attempts, due_at, put_aside, replay, received_at)
        SELECT $1, number, 0, $3, 0, $4, received_at FROM gamezop_events WHERE number = $2
        """ + MakeAnew;
    public const string MarkReleased = "INSERT OR IGNORE INTO gamezop_releases (event, consumer) VALUES ($1, $2)";
    public const string InheritReleases = "UPDATE OR IGNORE gamezop_releases SET consumer = $2 WHERE consumer = $1";
    public const string RemoveReleases = "DELETE FROM gamezop_releases WHERE consumer = $1";
    public const string RemoveReleasesOf = "DELETE FROM gamezop_releases WHERE event = $1";
    public const string RemoveQuarantined = "DELETE FROM gamezop_quarantine WHERE number = $1";
    // What the heir has there already stays as it is.
    public const string InheritQuarantined = "UPDATE OR IGNORE gamezop_quarantine SET consumer = $2 WHERE consumer = $1";
    public const string RemoveQuarantinedFor = "DELETE FROM gamezop_quarantine WHERE consumer = $1";

    public const string RemoveQuarantinedOf = """
        DELETE FROM gamezop_quarantine WHERE consumer IS NOT NULL AND event_id = (SELECT id FROM gamezop_events WHERE number = $1)
        """;
    public const string EraseQuarantined = "DELETE FROM gamezop_quarantine WHERE user_id = $1";

    /// <summary>What nothing needs any more, up to the position $2, where $3 are the consumers to wait for, as a JSON array.</summary>
    private const string IsUnpinned = """
        number <= $2
        AND NOT EXISTS (SELECT 1 FROM gamezop_retries WHERE event = gamezop_events.number AND consumer IN (SELECT value FROM json_each($3)))
        AND NOT EXISTS (SELECT 1 FROM gamezop_dead_letters WHERE event = gamezop_events.number)
        AND NOT EXISTS (SELECT 1 FROM gamezop_quarantine WHERE event_id = gamezop_events.id AND consumer IS NOT NULL)
        """;
    public const string Prunable = $"SELECT number, received_at FROM gamezop_events WHERE received_at <= $1 AND {IsUnpinned} ORDER BY received_at LIMIT $4";
    public const string Prune = $"DELETE FROM gamezop_events WHERE number = $1 AND {IsUnpinned}";
    public const string OfUser = "SELECT number FROM gamezop_events WHERE number > $1 AND number <= $2 AND user_id = $3";
    public const string RemoveEvent = "DELETE FROM gamezop_events WHERE number = $1";
    public const string RemoveRetriesOf = "DELETE FROM gamezop_retries WHERE event = $1";
    public const string RemoveDeadLettersOf = "DELETE FROM gamezop_dead_letters WHERE event = $1";
    public const string SetRemoved = "UPDATE gamezop_removed SET last = max(last, $1)";
    public const string KeptFrom = "SELECT kept_from FROM gamezop_removed";
    public const string SetKeptFrom = "UPDATE gamezop_removed SET kept_from = max(kept_from, $1)";

    public const string AddProbe = "INSERT INTO gamezop_probe (filler) VALUES (zeroblob(16384))";
    public const string RemoveProbes = "DELETE FROM gamezop_probe WHERE number < (SELECT max(number) FROM gamezop_probe)";
    public const string FreePages = "PRAGMA freelist_count";
    public const string Shrink = "PRAGMA incremental_vacuum(512)";
}
