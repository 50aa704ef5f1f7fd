package io.larder.storage.kernel;

import io.larder.storage.Entry;

/**
 * An entry as a store keeps it.
 *
 * @param space the id of its space
 * @param entry the entry, which may be a tombstone, expired, or dead (of a lower epoch)
 * @param position the feed position of its last change
 */
public record StoredEntry(long space, Entry entry, long position) {}
