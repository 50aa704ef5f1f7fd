/** The JSR-107 face of Larder, found by {@code Caching.getCachingProvider()}. */
@NullMarked
package io.larder.jcache;

import org.jspecify.annotations.NullMarked;
