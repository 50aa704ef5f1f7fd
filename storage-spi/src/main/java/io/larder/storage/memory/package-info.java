/** A store in memory, for tests and for caches that need not outlive the process. */
@NullMarked
package io.larder.storage.memory;

import org.jspecify.annotations.NullMarked;
