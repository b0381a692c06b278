-- A removed occurrence (leftover = 1) loses its players by and by: there can be millions of them. Its number is not free before.
ALTER TABLE gamezop_occurrences ADD COLUMN leftover INTEGER NOT NULL DEFAULT 0;
CREATE INDEX gamezop_occurrences_leftover ON gamezop_occurrences (leftover) WHERE leftover > 0;
