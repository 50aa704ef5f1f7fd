/** Figures, the targets that they are held against, and the page and plots made of both. */
@NullMarked
package io.larder.benchmarks.report;

import org.jspecify.annotations.NullMarked;
