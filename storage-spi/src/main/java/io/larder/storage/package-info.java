/**
 * The storage contract: entries, versions, stamps, batches and the change feed that every store
 * offers.
 */
@NullMarked
package io.larder.storage;

import org.jspecify.annotations.NullMarked;
