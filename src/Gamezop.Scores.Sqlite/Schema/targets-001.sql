-- Targets. Times are UTC ticks of 100 nanoseconds. What is one user's lies side by side: it is written together, and found without an index when the user goes.
CREATE TABLE gamezop_targets (
    target TEXT PRIMARY KEY,
    definition TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE gamezop_progress (
    user_id TEXT NOT NULL,
    target TEXT NOT NULL,
    period TEXT NOT NULL,
    version INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (user_id, target, period)
) WITHOUT ROWID;

CREATE TABLE gamezop_progress_plays (
    user_id TEXT NOT NULL,
    target TEXT NOT NULL,
    period TEXT NOT NULL,
    game TEXT NOT NULL,
    leaderboard TEXT NOT NULL,
    play_id TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (user_id, target, period, game, leaderboard, play_id)
) WITHOUT ROWID;

-- How many rewards of a target are taken, and by whom. The number stays when somebody is erased.
CREATE TABLE gamezop_taken (
    target TEXT PRIMARY KEY,
    places INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE gamezop_places (
    user_id TEXT NOT NULL,
    target TEXT NOT NULL,
    period TEXT NOT NULL,
    PRIMARY KEY (user_id, target, period)
) WITHOUT ROWID;

CREATE TABLE gamezop_targets_uncounted (
    received_at INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    reason INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    game TEXT NOT NULL,
    play_id TEXT NOT NULL,
    score REAL NOT NULL,
    timestamp INTEGER NOT NULL,
    PRIMARY KEY (received_at, event_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX gamezop_targets_uncounted_event ON gamezop_targets_uncounted (event_id);
