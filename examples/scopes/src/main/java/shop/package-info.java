/** A shop that keeps what belongs to its customers. */
@NullMarked
package shop;

import org.jspecify.annotations.NullMarked;
