/** A program that knows {@code javax.cache} alone and finds its entries again on the next run. */
@NullMarked
package quickstart;

import org.jspecify.annotations.NullMarked;
