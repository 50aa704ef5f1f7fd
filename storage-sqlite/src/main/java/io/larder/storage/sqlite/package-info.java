/** The embedded store: one SQLite file, opened by the URI scheme {@code sqlite}. */
@NullMarked
package io.larder.storage.sqlite;

import org.jspecify.annotations.NullMarked;
