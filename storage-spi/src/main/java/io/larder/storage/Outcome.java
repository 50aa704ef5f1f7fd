package io.larder.storage;

import org.jspecify.annotations.Nullable;

/**
 * What became of one mutation.
 *
 * @param held whether its condition held
 * @param before the live entry that stood there; if {@code held} is false, the one that stood in
 *     the way, or null if none did
 * @param after the entry that stands now, or null if none does; meaningless if the batch was
 *     rejected
 * @param expired the expired entry that this mutation did away with, or null: who gets it tells
 *     listeners of the expiry, and nobody else does
 */
public record Outcome(
    boolean held, @Nullable Entry before, @Nullable Entry after, @Nullable Entry expired) {}
