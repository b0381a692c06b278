-- An event that an operator has released counts as genuine; what one handler kept from itself goes back to that one.
ALTER TABLE gamezop_events ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
ALTER TABLE gamezop_quarantine ADD COLUMN handler TEXT;
