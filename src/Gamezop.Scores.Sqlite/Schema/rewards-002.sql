-- Whether a reward is held back, or marked for clawback, since plays that it was earned by are in quarantine.
ALTER TABLE gamezop_rewards ADD COLUMN is_suspect INTEGER NOT NULL DEFAULT 0;
