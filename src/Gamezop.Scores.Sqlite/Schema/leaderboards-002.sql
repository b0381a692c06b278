-- What is removed can be millions of rows, and goes by and by: leftover is 1 where a window's users and plays go, and 2 where all of a window or board goes. Their numbers are not free before.
ALTER TABLE gamezop_windows ADD COLUMN leftover INTEGER NOT NULL DEFAULT 0;
ALTER TABLE gamezop_boards ADD COLUMN leftover INTEGER NOT NULL DEFAULT 0;
CREATE INDEX gamezop_windows_leftover ON gamezop_windows (leftover) WHERE leftover > 0;
CREATE INDEX gamezop_boards_leftover ON gamezop_boards (leftover) WHERE leftover > 0;

-- Places are frozen by position, and users stand there in no order: one index over all of a million would have each place written into another page of it. So there is one for each 4,096.
DROP INDEX gamezop_frozen_user;
CREATE INDEX gamezop_frozen_run ON gamezop_frozen (window, partition, position >> 12, user_id);

-- Users who are being erased: what a kill has cut off is finished at the next start.
CREATE TABLE gamezop_erasures (user_id TEXT PRIMARY KEY, actor TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
