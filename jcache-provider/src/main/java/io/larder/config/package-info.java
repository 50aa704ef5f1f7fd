/** Settings: where they come from, what they may be, and what they are. */
@NullMarked
package io.larder.config;

import org.jspecify.annotations.NullMarked;
