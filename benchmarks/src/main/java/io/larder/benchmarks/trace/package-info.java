/** Access traces: read from a file, or made up. */
@NullMarked
package io.larder.benchmarks.trace;

import org.jspecify.annotations.NullMarked;
