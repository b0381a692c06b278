-- Tournaments, their occurrences and who takes part. Times are UTC ticks of 100 nanoseconds.
CREATE TABLE gamezop_tournaments (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE gamezop_occurrences (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    tournament TEXT NOT NULL,
    document TEXT NOT NULL,
    -- How many players have joined: counted here, so that a joining need not count them.
    joined INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE gamezop_tournament_players (
    occurrence INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    joined_at INTEGER,
    extra_attempts INTEGER NOT NULL,
    disqualified INTEGER NOT NULL,
    -- Whether the player has a place in the final standings.
    placed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (occurrence, user_id)
) WITHOUT ROWID;
CREATE INDEX gamezop_tournament_players_user ON gamezop_tournament_players (user_id);
CREATE INDEX gamezop_tournament_players_marked ON gamezop_tournament_players (occurrence) WHERE extra_attempts > 0 OR disqualified > 0;

-- Places that are held for players while the publisher is asked.
CREATE TABLE gamezop_tournament_places (occurrence INTEGER NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (occurrence, user_id)) WITHOUT ROWID;

CREATE TABLE gamezop_tournament_actions (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    tournament TEXT NOT NULL,
    occurrence TEXT,
    user_id TEXT,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX gamezop_tournament_actions_tournament ON gamezop_tournament_actions (tournament);
