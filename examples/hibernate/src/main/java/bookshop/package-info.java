/** Hibernate with its second-level cache on Larder, by settings alone. */
@NullMarked
package bookshop;

import org.jspecify.annotations.NullMarked;
