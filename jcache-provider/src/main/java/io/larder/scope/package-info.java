/**
 * The store as people think of it: {@link io.larder.scope.Scopes#of} a cache manager gives values
 * per user, team or anything else, in namespaces, with a time to live, counters and nesting.
 */
@NullMarked
package io.larder.scope;

import org.jspecify.annotations.NullMarked;
