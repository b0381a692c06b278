-- When a period is over, and how long ago it has to be for its progress to be removed: one that was kept before this script, and changes no more, stays.
ALTER TABLE gamezop_progress ADD COLUMN ends_at INTEGER;
CREATE INDEX gamezop_progress_ends ON gamezop_progress (ends_at) WHERE ends_at IS NOT NULL;

CREATE TABLE gamezop_targets_settled (only INTEGER PRIMARY KEY CHECK (only = 1), through INTEGER NOT NULL);
INSERT INTO gamezop_targets_settled VALUES (1, 0);

-- Targets whose progress is being removed: what a kill has cut off is finished at the next start.
CREATE TABLE gamezop_targets_removed (target TEXT PRIMARY KEY) WITHOUT ROWID;
