/** A {@code javax.cache} program that digests the running JDK, once. */
@NullMarked
package quickstart;

import org.jspecify.annotations.NullMarked;
