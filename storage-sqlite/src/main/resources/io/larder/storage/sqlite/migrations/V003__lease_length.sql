-- For how long the hold was acquired or last renewed, in milliseconds: its end is never further away,
-- though the clock be set back. 0 for holds from before, which have ended: this is run while no
-- process has the file open.
ALTER TABLE lease ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
