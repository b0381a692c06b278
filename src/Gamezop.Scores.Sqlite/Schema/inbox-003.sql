-- One row as long as a body may be, written anew to see whether there is room for events.
CREATE TABLE gamezop_probe (number INTEGER PRIMARY KEY, filler BLOB NOT NULL);
