/** Benchmarks. What they measure is read as ratios within one run, and never asserted by a test. */
@NullMarked
package io.larder.benchmarks;

import org.jspecify.annotations.NullMarked;
