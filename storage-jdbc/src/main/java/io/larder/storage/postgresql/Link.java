package io.larder.storage.postgresql;

import java.sql.Connection;

/**
 * A connection outside the pool, which belongs to whoever has asked for it and is closed by it.
 *
 * @param connection in auto-commit mode
 * @param life what the database was found to be when it was connected
 */
record Link(Connection connection, Life life) {}
