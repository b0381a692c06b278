-- Plausibility. Times are UTC ticks of 100 nanoseconds. Kinds: 0 is a play, 1 a session. What is one user's lies side by side, and is found without an index when the user goes.
CREATE TABLE gamezop_dossiers (
    user_id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    game TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    first TEXT, -- Of a play, where it matters who else has its id: sorts the users of one play id by their first events.
    data BLOB NOT NULL,
    PRIMARY KEY (user_id, kind, game, id)
) WITHOUT ROWID;
CREATE INDEX gamezop_dossiers_play ON gamezop_dossiers (id, game, first) WHERE first IS NOT NULL;
CREATE INDEX gamezop_dossiers_last ON gamezop_dossiers (last_at);

-- The plays of sessions, where it matters from which countries a session's events are. One row for each, so that a session may have any number of them.
CREATE TABLE gamezop_session_plays (
    user_id TEXT NOT NULL,
    game TEXT NOT NULL,
    session_id TEXT NOT NULL,
    play_id TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, game, session_id, play_id)
) WITHOUT ROWID;
CREATE INDEX gamezop_session_plays_last ON gamezop_session_plays (last_at);

CREATE TABLE gamezop_judged (
    user_id TEXT NOT NULL,
    game TEXT NOT NULL,
    play_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    status INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    event_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    since INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    applied INTEGER NOT NULL,
    source TEXT,
    PRIMARY KEY (user_id, game, play_id)
) WITHOUT ROWID;
CREATE INDEX gamezop_judged_since ON gamezop_judged (since, user_id, game, play_id);
CREATE INDEX gamezop_judged_news ON gamezop_judged (since) WHERE applied = 0;
CREATE INDEX gamezop_judged_last ON gamezop_judged (last_at);
