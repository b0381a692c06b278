-- Accepted events in order of arrival: what waits, and the ledger of what is handled. Times are UTC ticks of 100 nanoseconds.
CREATE TABLE gamezop_events (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    source TEXT,
    body BLOB NOT NULL
);
CREATE INDEX gamezop_events_received ON gamezop_events (received_at);

-- First deliveries need no rows of their own: those up to the watermark are settled, and so are the few beyond it that are listed.
CREATE TABLE gamezop_progress (only INTEGER PRIMARY KEY CHECK (only = 1), watermark INTEGER NOT NULL);
INSERT INTO gamezop_progress VALUES (1, 0);
CREATE TABLE gamezop_settled (number INTEGER PRIMARY KEY);

-- What one handler still owes to an event after its first delivery.
CREATE TABLE gamezop_retries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event INTEGER NOT NULL,
    handler TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX gamezop_retries_due ON gamezop_retries (due_at);
CREATE INDEX gamezop_retries_handler ON gamezop_retries (handler, received_at);
CREATE INDEX gamezop_retries_event ON gamezop_retries (event);

-- A handler's dead letter refers to its event; an unreadable body is kept here itself.
CREATE TABLE gamezop_dead_letters (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event INTEGER,
    handler TEXT,
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL,
    parked_at INTEGER NOT NULL,
    unreadable_id BLOB UNIQUE,
    received_at INTEGER,
    source TEXT,
    body BLOB
);
CREATE INDEX gamezop_dead_letters_event ON gamezop_dead_letters (event);

CREATE TABLE gamezop_quarantine (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id BLOB NOT NULL,
    reason TEXT NOT NULL,
    user_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    source TEXT,
    body BLOB NOT NULL,
    UNIQUE (event_id, reason)
);

-- How many events are in quarantine for each reason (of the user '') and, of those, for each user. Kept by triggers: nobody counts all of them to add one.
CREATE TABLE gamezop_quarantine_counts (
    reason TEXT NOT NULL,
    user_id TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (reason, user_id)
) WITHOUT ROWID;
CREATE INDEX gamezop_quarantine_counts_count ON gamezop_quarantine_counts (count);
CREATE TRIGGER gamezop_quarantine_added AFTER INSERT ON gamezop_quarantine BEGIN
    INSERT INTO gamezop_quarantine_counts (reason, user_id, count) VALUES (new.reason, '', 1), (new.reason, new.user_id, 1)
        ON CONFLICT (reason, user_id) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER gamezop_quarantine_removed AFTER DELETE ON gamezop_quarantine BEGIN
    UPDATE gamezop_quarantine_counts SET count = count - 1 WHERE reason = old.reason AND user_id IN ('', old.user_id);
    DELETE FROM gamezop_quarantine_counts WHERE reason = old.reason AND user_id IN ('', old.user_id) AND count = 0;
END;
