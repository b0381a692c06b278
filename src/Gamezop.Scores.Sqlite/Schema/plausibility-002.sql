-- Plays that were rejected stay for ever: neither pruning, which scores wait for, nor the operators' list is to go through them.
DROP INDEX gamezop_judged_last;
CREATE INDEX gamezop_judged_last ON gamezop_judged (last_at) WHERE status IN (0, 1, 3);
CREATE INDEX gamezop_judged_open ON gamezop_judged (since, user_id, game, play_id) WHERE status IN (1, 2);
