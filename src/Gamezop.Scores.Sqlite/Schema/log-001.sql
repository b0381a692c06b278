-- Accepted events in order of arrival. Times are UTC ticks of 100 nanoseconds.
-- own_time: received_at was not set by the append, so it may be earlier than its neighbours'.
-- released: an operator has released it, and it had been kept from all consumers.
CREATE TABLE gamezop_events (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    source TEXT,
    traceparent TEXT,
    received_at INTEGER NOT NULL,
    own_time INTEGER NOT NULL,
    released INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX gamezop_events_received ON gamezop_events (received_at);
CREATE INDEX gamezop_events_own_time ON gamezop_events (number, received_at) WHERE own_time = 1;

-- The consumers that kept an event from themselves, and for which an operator has released it.
CREATE TABLE gamezop_releases (
    event INTEGER NOT NULL,
    consumer TEXT NOT NULL,
    PRIMARY KEY (event, consumer)
) WITHOUT ROWID;

-- The highest number of an event that was removed: numbers are never given again. kept_from: no event that was received then or later has been removed by age.
CREATE TABLE gamezop_removed (only INTEGER PRIMARY KEY CHECK (only = 1), last INTEGER NOT NULL, kept_from INTEGER NOT NULL);
INSERT INTO gamezop_removed (only, last, kept_from) VALUES (1, 0, 0);

-- The store's time when a retry was last set: after a restart the clock goes on from there, even if the machine's clock was set back meanwhile.
CREATE TABLE gamezop_clock (only INTEGER PRIMARY KEY CHECK (only = 1), at INTEGER NOT NULL);
INSERT INTO gamezop_clock (only, at) VALUES (1, 0);

-- A consumer has passed the events up to its position. Its retries are those that it has not finished all the same.
-- missing_since: since when no node has it, as nodes that renewed their leases found. replayed_to: the end of the log when the consumer was added,
-- inherited, or back after a minute or more; what waits up to there does not fill the log.
CREATE TABLE gamezop_consumers (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    replayed_to INTEGER NOT NULL,
    missing_since INTEGER
) WITHOUT ROWID;

-- replay: 0 for one that the consumer's commits made; the number of the dead letter that was replayed, or the negative one of the quarantined event
-- that was released.
-- put_aside: no attempt has ended, and later events were handled. There are few of those, and whoever leases the partition begins with them.
CREATE TABLE gamezop_retries (
    consumer TEXT NOT NULL,
    event INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    put_aside INTEGER NOT NULL,
    replay INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (consumer, event)
) WITHOUT ROWID;
CREATE INDEX gamezop_retries_due ON gamezop_retries (consumer, due_at, event);
CREATE INDEX gamezop_retries_put_aside ON gamezop_retries (consumer, due_at, event) WHERE put_aside = 1;
CREATE INDEX gamezop_retries_received ON gamezop_retries (consumer, received_at);
CREATE INDEX gamezop_retries_event ON gamezop_retries (event);

CREATE TABLE gamezop_consumer_audits (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    new_name TEXT,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
);

-- A consumer's dead letter refers to its event; an unreadable body is kept here itself.
CREATE TABLE gamezop_dead_letters (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event INTEGER,
    consumer TEXT,
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL,
    parked_at INTEGER NOT NULL,
    unreadable_id BLOB UNIQUE,
    source TEXT,
    received_at INTEGER,
    body BLOB
);
CREATE INDEX gamezop_dead_letters_event ON gamezop_dead_letters (event);
CREATE INDEX gamezop_dead_letters_consumer ON gamezop_dead_letters (consumer);

-- consumer: the one that keeps an accepted event from itself; null where the event was kept from all of them. Several may keep the same event.
CREATE TABLE gamezop_quarantine (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id BLOB NOT NULL,
    reason TEXT NOT NULL,
    user_id TEXT NOT NULL,
    source TEXT,
    traceparent TEXT,
    received_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    consumer TEXT
);
CREATE UNIQUE INDEX gamezop_quarantine_event ON gamezop_quarantine (event_id, reason, coalesce(consumer, ''));

-- How many events are in quarantine for each reason (of the user '') and, of those, for each user; one that several consumers keep counts once.
-- Kept by triggers: nobody counts all of them to add one.
CREATE TABLE gamezop_quarantine_counts (
    reason TEXT NOT NULL,
    user_id TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (reason, user_id)
) WITHOUT ROWID;
CREATE INDEX gamezop_quarantine_counts_count ON gamezop_quarantine_counts (count);
CREATE TRIGGER gamezop_quarantine_added AFTER INSERT ON gamezop_quarantine BEGIN
    INSERT INTO gamezop_quarantine_counts (reason, user_id, count)
        SELECT new.reason, '', 1
        WHERE (SELECT count(*) FROM gamezop_quarantine WHERE event_id = new.event_id AND reason = new.reason) = 1
        ON CONFLICT (reason, user_id) DO UPDATE SET count = count + 1;
    INSERT INTO gamezop_quarantine_counts (reason, user_id, count)
        SELECT new.reason, new.user_id, 1
        WHERE (SELECT count(*) FROM gamezop_quarantine WHERE event_id = new.event_id AND reason = new.reason AND user_id = new.user_id) = 1
        ON CONFLICT (reason, user_id) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER gamezop_quarantine_removed AFTER DELETE ON gamezop_quarantine BEGIN
    UPDATE gamezop_quarantine_counts SET count = count - 1 WHERE reason = old.reason AND user_id = ''
        AND NOT EXISTS (SELECT 1 FROM gamezop_quarantine WHERE event_id = old.event_id AND reason = old.reason);
    UPDATE gamezop_quarantine_counts SET count = count - 1 WHERE reason = old.reason AND user_id = old.user_id
        AND NOT EXISTS (SELECT 1 FROM gamezop_quarantine WHERE event_id = old.event_id AND reason = old.reason AND user_id = old.user_id);
    DELETE FROM gamezop_quarantine_counts WHERE reason = old.reason AND user_id IN ('', old.user_id) AND count = 0;
END;

-- One row as long as a body may be, written anew to see whether there is room for events.
CREATE TABLE gamezop_probe (number INTEGER PRIMARY KEY, filler BLOB NOT NULL);
