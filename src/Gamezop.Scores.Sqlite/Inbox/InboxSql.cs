namespace Gamezop.Scores.Sqlite;

/// <summary>Every statement of the inbox.</summary>
internal static class InboxSql
{
    private const string EventColumns = "e.number, e.id, e.user_id, e.received_at, e.body, e.released, e.source";

    public const string Append = "INSERT INTO gamezop_events (number, id, user_id, received_at, body, source) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";
    public const string LastNumber = "SELECT max(coalesce((SELECT max(number) FROM gamezop_events), 0), coalesce((SELECT max(number) FROM gamezop_settled), 0), watermark) FROM gamezop_progress";
    public const string Watermark = "SELECT watermark FROM gamezop_progress";
    public const string SetWatermark = "UPDATE gamezop_progress SET watermark = $1";
    public const string AllSettled = "SELECT number FROM gamezop_settled";
    public const string AddSettled = "INSERT OR IGNORE INTO gamezop_settled VALUES ($1)";
    public const string RemoveSettled = "DELETE FROM gamezop_settled WHERE number <= $1";

    public const string EventsAfter = $"SELECT {EventColumns} FROM gamezop_events e WHERE e.number > $1 ORDER BY e.number LIMIT $2";
    public const string EventByNumber = $"SELECT {EventColumns} FROM gamezop_events e WHERE e.number = $1";
    public const string ArrivalsAfter = "SELECT number, received_at FROM gamezop_events WHERE number > $1 ORDER BY number";
    public const string FirstReceivedFrom = "SELECT min(number) FROM gamezop_events WHERE received_at >= $1";
    public const string Ledger = $"SELECT {EventColumns} FROM gamezop_events e WHERE e.number > $1 AND e.received_at >= $2 ORDER BY e.number LIMIT $3";

    public const string AddRetry = """
        INSERT INTO gamezop_retries (event, handler, attempt, due_at, received_at, error)
        SELECT number, $2, $3, $4, received_at, $5 FROM gamezop_events WHERE number = $1
        """;
    public const string RemoveRetry = "DELETE FROM gamezop_retries WHERE number = $1";
    public const string DueRetries = $"""
        SELECT {EventColumns}, r.number, r.handler, r.attempt FROM gamezop_retries r JOIN gamezop_events e ON e.number = r.event
        WHERE r.due_at <= $1 ORDER BY r.due_at, r.number LIMIT $2
        """;
    public const string CountRetries = "SELECT count(*) FROM gamezop_retries";
    public const string OldestRetry = "SELECT min(received_at) FROM gamezop_retries";
    public const string OldestRetryOf = "SELECT min(received_at) FROM gamezop_retries WHERE handler = $1";

    public const string AddDeadLetter = """
        INSERT INTO gamezop_dead_letters (event, handler, attempts, error, parked_at)
        SELECT number, $2, $3, $4, $5 FROM gamezop_events WHERE number = $1
        """;
    public const string KnowsUnreadable = "SELECT 1 FROM gamezop_dead_letters WHERE unreadable_id = $1";
    public const string CountUnreadable = "SELECT count(*) FROM gamezop_dead_letters WHERE unreadable_id IS NOT NULL";
    public const string AddUnreadable = """
        INSERT INTO gamezop_dead_letters (attempts, error, parked_at, unreadable_id, received_at, body, source) VALUES (0, $1, $2, $3, $4, $5, $6)
        """;
    private const string DeadLetters = """
        SELECT d.number, coalesce(d.unreadable_id, e.id), e.user_id, d.handler, d.attempts, d.error, coalesce(d.received_at, e.received_at), d.parked_at, coalesce(d.body, e.body),
            coalesce(d.source, e.source)
        FROM gamezop_dead_letters d LEFT JOIN gamezop_events e ON e.number = d.event
        """;
    public const string DeadLettersAfter = DeadLetters + " WHERE d.number > $1 ORDER BY d.number LIMIT $2";
    public const string DeadLetter = DeadLetters + " WHERE d.number = $1";
    public const string CountDeadLetters = "SELECT count(*) FROM gamezop_dead_letters";
    public const string ReplayDeadLetter = """
        INSERT INTO gamezop_retries (event, handler, attempt, due_at, received_at, error)
        SELECT e.number, d.handler, 1, $2, e.received_at, d.error FROM gamezop_dead_letters d JOIN gamezop_events e ON e.number = d.event WHERE d.number = $1
        """;
    public const string RemoveDeadLetter = "DELETE FROM gamezop_dead_letters WHERE number = $1";

    public const string KnowsQuarantined = "SELECT 1 FROM gamezop_quarantine WHERE event_id = $1 AND reason = $2";
    public const string CountQuarantined = "SELECT coalesce(sum(count), 0) FROM gamezop_quarantine_counts WHERE user_id = ''";
    public const string QuarantineReasons = "SELECT reason, count FROM gamezop_quarantine_counts WHERE user_id = ''";
    public const string QuarantinedOf = "SELECT count FROM gamezop_quarantine_counts WHERE reason = $1 AND user_id = $2";
    public const string QuarantineFullUsers = "SELECT count(*) FROM gamezop_quarantine_counts WHERE count >= $1 AND user_id <> ''";
    public const string Quarantine = "INSERT INTO gamezop_quarantine (event_id, reason, user_id, received_at, body, handler, source) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    public const string QuarantinedAfter = """
        SELECT number, event_id, user_id, received_at, body, 0, source, reason, handler FROM gamezop_quarantine WHERE number > $1 ORDER BY number LIMIT $2
        """;
    public const string ReleaseQuarantined = """
        INSERT INTO gamezop_events (number, id, user_id, received_at, body, source, released)
        SELECT $2, event_id, user_id, received_at, body, source, 1 FROM gamezop_quarantine WHERE number = $1 ON CONFLICT (id) DO NOTHING
        """;
    public const string MarkReleased = "UPDATE gamezop_events SET released = 1 WHERE id = (SELECT event_id FROM gamezop_quarantine WHERE number = $1 AND handler IS NOT NULL)";
    public const string DeliverReleased = """
        INSERT INTO gamezop_retries (event, handler, attempt, due_at, received_at, error)
        SELECT e.number, q.handler, 1, $2, e.received_at, '' FROM gamezop_quarantine q JOIN gamezop_events e ON e.id = q.event_id WHERE q.number = $1 AND q.handler IS NOT NULL
        """;
    public const string RemoveQuarantined = "DELETE FROM gamezop_quarantine WHERE number = $1";

    public const string EraseQuarantined = "DELETE FROM gamezop_quarantine WHERE user_id = $1";

    public const string Prunable = """
        SELECT number FROM gamezop_events WHERE received_at < $1 AND (number <= $2 OR number IN (SELECT number FROM gamezop_settled))
        AND NOT EXISTS (SELECT 1 FROM gamezop_retries WHERE event = gamezop_events.number)
        AND NOT EXISTS (SELECT 1 FROM gamezop_dead_letters WHERE event = gamezop_events.number)
        AND NOT EXISTS (SELECT 1 FROM gamezop_quarantine WHERE event_id = gamezop_events.id AND handler IS NOT NULL)
        ORDER BY received_at LIMIT $3
        """;
    public const string RemoveEvent = "DELETE FROM gamezop_events WHERE number = $1";
    public const string RemoveRetriesOf = "DELETE FROM gamezop_retries WHERE event = $1";
    public const string RemoveDeadLettersOf = "DELETE FROM gamezop_dead_letters WHERE event = $1";
    public const string OfUser = "SELECT number FROM gamezop_events WHERE number > $1 AND number <= $2 AND user_id = $3";
    public const string AddProbe = "INSERT INTO gamezop_probe (filler) VALUES (zeroblob(16384))";
    public const string RemoveProbes = "DELETE FROM gamezop_probe WHERE number < (SELECT max(number) FROM gamezop_probe)";
    public const string FreePages = "PRAGMA freelist_count";
    public const string Shrink = "PRAGMA incremental_vacuum(512)";
}
