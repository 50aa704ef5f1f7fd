/** Several processes that sell from one stock in PostgreSQL. */
@NullMarked
package boxoffice;

import org.jspecify.annotations.NullMarked;
