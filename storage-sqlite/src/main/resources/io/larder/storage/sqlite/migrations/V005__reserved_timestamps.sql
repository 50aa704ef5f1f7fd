-- No timestamp past this one is given out while it is ahead of the wall clock: this is raised first, by
-- a commit that is forced to the disk. clock and seq, beside it, no longer tell alone what was given out
-- last: most commits leave it to the row that they write last.
ALTER TABLE meta ADD COLUMN clock_reserved INTEGER NOT NULL DEFAULT 0;
