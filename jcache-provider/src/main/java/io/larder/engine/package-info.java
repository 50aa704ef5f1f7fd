/** Internal: the one read-modify-write path between a cache and its store, with the L1 in front. */
@NullMarked
package io.larder.engine;

import org.jspecify.annotations.NullMarked;
