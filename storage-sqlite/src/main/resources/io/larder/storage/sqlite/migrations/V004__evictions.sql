-- The highest position of a row that was evicted: no gap in the feed as reaped_through is one, but
-- for processes that hold copies of rows.
ALTER TABLE meta ADD COLUMN evicted_through INTEGER NOT NULL DEFAULT 0;
