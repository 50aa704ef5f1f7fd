package io.larder.storage;

/**
 * What one step of reaping did.
 *
 * @param expired how many expired entries were collected; listeners have been told of them
 * @param tombstones how many tombstones were
 * @param dead how many rows of cleared epochs were
 * @param more whether the limit was reached, so that there may be more to collect
 */
public record Reaped(int expired, int tombstones, int dead, boolean more) {}
