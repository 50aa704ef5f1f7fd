/**
 * (internal) Copies mutable values as a round trip through serialization would.
 *
 * <p>A {@code ValueCopier} tries each value once; what it cannot copy stays bytes. How the objects
 * of one class are copied is a {@code Form}.
 */
@NullMarked
package io.larder.engine.copy;

import org.jspecify.annotations.NullMarked;
