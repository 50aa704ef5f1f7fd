/** What is measured: Larder and its peers, behind one face. */
@NullMarked
package io.larder.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
