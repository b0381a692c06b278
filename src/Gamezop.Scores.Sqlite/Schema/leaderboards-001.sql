-- Leaderboards. Times are UTC ticks of 100 nanoseconds; a key is a score as an integer of which the smaller is the better.
CREATE TABLE gamezop_boards (
    number INTEGER PRIMARY KEY,
    scope TEXT NOT NULL UNIQUE,
    leaderboard TEXT NOT NULL,
    definition TEXT NOT NULL,
    state INTEGER NOT NULL,
    closed_through INTEGER NOT NULL
);

-- Everything below refers to boards and windows by number: rows are small, and those of one ranking lie side by side.
CREATE TABLE gamezop_windows (
    number INTEGER PRIMARY KEY,
    board INTEGER NOT NULL,
    key TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    state INTEGER NOT NULL,
    ranking INTEGER NOT NULL DEFAULT 0,
    UNIQUE (board, key)
);

CREATE TABLE gamezop_totals (
    window INTEGER NOT NULL,
    partition TEXT NOT NULL,
    players INTEGER NOT NULL,
    PRIMARY KEY (window, partition)
) WITHOUT ROWID;

CREATE TABLE gamezop_players (
    window INTEGER NOT NULL,
    partition TEXT NOT NULL,
    user_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    key INTEGER,
    achieved_at INTEGER,
    country TEXT,
    play_id TEXT,
    event_id TEXT,
    summary BLOB,
    plays BLOB,
    spilled INTEGER NOT NULL,
    PRIMARY KEY (window, partition, user_id)
) WITHOUT ROWID;

-- A user's first few plays are in the user's own row; those of a user with more (spilled = 1) are here too.
CREATE TABLE gamezop_plays (
    window INTEGER NOT NULL,
    partition TEXT NOT NULL,
    user_id TEXT NOT NULL,
    game TEXT NOT NULL,
    leaderboard TEXT NOT NULL,
    play_id TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (window, partition, user_id, game, leaderboard, play_id)
) WITHOUT ROWID;

CREATE TABLE gamezop_frozen (
    window INTEGER NOT NULL,
    partition TEXT NOT NULL,
    position INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    better INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    score REAL NOT NULL,
    achieved_at INTEGER NOT NULL,
    country TEXT,
    PRIMARY KEY (window, partition, position)
) WITHOUT ROWID;
CREATE INDEX gamezop_frozen_user ON gamezop_frozen (window, partition, user_id);

CREATE TABLE gamezop_uncounted (
    board INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    reason INTEGER NOT NULL,
    window TEXT NOT NULL,
    user_id TEXT NOT NULL,
    game TEXT NOT NULL,
    play_id TEXT NOT NULL,
    score REAL NOT NULL,
    timestamp INTEGER NOT NULL,
    PRIMARY KEY (board, received_at, event_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX gamezop_uncounted_event ON gamezop_uncounted (board, event_id);
CREATE INDEX gamezop_uncounted_received ON gamezop_uncounted (received_at);
CREATE INDEX gamezop_uncounted_user ON gamezop_uncounted (user_id);

CREATE TABLE gamezop_banned (user_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE gamezop_held (leaderboard TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE gamezop_actions (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    user_id TEXT
);
