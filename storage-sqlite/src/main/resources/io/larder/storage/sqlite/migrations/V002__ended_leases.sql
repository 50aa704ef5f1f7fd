-- Leases that ended long ago are collected without looking at the others.
CREATE INDEX lease_end ON lease (expires_at);
