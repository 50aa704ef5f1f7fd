-- How many entries the row's space was left with. Only the row with the highest position matters, and only
-- if that is past meta.seq: then it tells the count of its space, and space.entries may be behind. Rows from
-- before this column tell nothing, so meta.seq is raised past them.
ALTER TABLE entry ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;

UPDATE meta SET seq = max(seq, coalesce((SELECT max(e.seq) FROM entry e), 0),
  coalesce((SELECT max(s.seq) FROM space s), 0));
