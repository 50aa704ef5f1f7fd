/**
 * A store in a PostgreSQL database, which many processes on many machines may share. An application
 * needs {@link io.larder.storage.postgresql.DataSources} at most.
 */
@NullMarked
package io.larder.storage.postgresql;

import org.jspecify.annotations.NullMarked;
