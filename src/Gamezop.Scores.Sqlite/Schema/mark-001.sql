-- Which inbox and which competitions belong together. In the competitions' file the position grows with every change of that file; in the inbox's it is
-- the one that the competitions' file had reached. So the inbox's is never the greater one, unless the competitions' file is an older copy.
-- log is the number of the log's last event: in the competitions' file when that file was last changed; in the inbox's when that file was
-- opened, until it is compared with the other one. So the competitions' is never the greater one, unless the inbox's file is an older copy.
-- gap_at: when the inbox's file was last found to be an older copy, in UTC ticks.
CREATE TABLE gamezop_mark (only INTEGER PRIMARY KEY CHECK (only = 1), pair TEXT NOT NULL, position INTEGER NOT NULL, log INTEGER, gap_at INTEGER);
