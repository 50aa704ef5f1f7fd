/** What the SQL stores share: dialects as data, statements and group commit. */
@NullMarked
package io.larder.storage.jdbc;

import org.jspecify.annotations.NullMarked;
