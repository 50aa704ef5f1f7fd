/** Exchanges the change feeds of stores between nodes. */
@NullMarked
package io.larder.replication;

import org.jspecify.annotations.NullMarked;
