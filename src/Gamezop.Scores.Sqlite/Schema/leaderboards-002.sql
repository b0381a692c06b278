-- What is removed can be millions of rows, and goes by and by: leftover is 1 where a window's users and plays go, and 2 where all of a window or board goes. Their numbers are not free before.
ALTER TABLE gamezop_windows ADD COLUMN leftover INTEGER NOT NULL DEFAULT 0;
ALTER TABLE gamezop_boards ADD COLUMN leftover INTEGER NOT NULL DEFAULT 0;
CREATE INDEX gamezop_windows_leftover ON gamezop_windows (leftover) WHERE leftover > 0;
CREATE INDEX gamezop_boards_leftover ON gamezop_boards (leftover) WHERE leftover > 0;

-- Places are frozen by position, and users stand there in no order: one index over all of a million would have each place written into another page of it. So there is one for each 16,384.
DROP INDEX gamezop_frozen_user;
CREATE INDEX gamezop_frozen_run ON gamezop_frozen (window, partition, position >> 14, user_id);
