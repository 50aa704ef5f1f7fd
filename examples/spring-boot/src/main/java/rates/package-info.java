/** Spring's cache abstraction on Larder, by settings alone. */
@NullMarked
package rates;

import org.jspecify.annotations.NullMarked;
