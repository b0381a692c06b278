-- Which key a user's first sub was made with. It decides under which sub Gamezop keeps the user's saved progress: a row stays until the user is erased.
CREATE TABLE gamezop_sub_keys (user_id TEXT NOT NULL PRIMARY KEY, key_id TEXT NOT NULL) WITHOUT ROWID;
