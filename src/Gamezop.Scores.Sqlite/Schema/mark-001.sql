-- Which inbox and which competitions belong together. In the competitions' file the position grows with every change of that file; in the inbox's it is
-- the one that the competitions' file had reached. So the inbox's is never the greater one, unless the competitions' file is an older copy.
CREATE TABLE gamezop_mark (only INTEGER PRIMARY KEY CHECK (only = 1), pair TEXT NOT NULL, position INTEGER NOT NULL);
