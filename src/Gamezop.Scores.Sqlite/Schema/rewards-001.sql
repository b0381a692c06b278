-- Rewards. Times are UTC ticks of 100 nanoseconds; amounts are decimal texts, which SQLite's own numbers could not hold.
CREATE TABLE gamezop_rewards (
    key TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    earned_at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    due_at INTEGER,
    version INTEGER NOT NULL,
    source INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount TEXT NOT NULL,
    data TEXT,
    rank INTEGER,
    play_id TEXT,
    must_claim INTEGER NOT NULL,
    is_claimed INTEGER NOT NULL,
    claim_within INTEGER,
    claim_by INTEGER,
    is_leased INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT,
    changed_at INTEGER NOT NULL,
    note TEXT
) WITHOUT ROWID;
CREATE INDEX gamezop_rewards_user ON gamezop_rewards (user_id, earned_at, key);
CREATE INDEX gamezop_rewards_time ON gamezop_rewards (earned_at, key);
CREATE INDEX gamezop_rewards_status ON gamezop_rewards (status, earned_at, key);
CREATE INDEX gamezop_rewards_due ON gamezop_rewards (status, due_at) WHERE due_at IS NOT NULL;
