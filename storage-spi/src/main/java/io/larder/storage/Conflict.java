package io.larder.storage;

/**
 * A value that lost against a concurrent change, kept so that nobody's work vanishes unseen.
 *
 * @param space the space
 * @param loser the entry that lost
 * @param winner the stamp of what stands instead; for an entry that a clear killed, the clear's
 *     epoch, version 0, timestamp and origin
 * @param recordedAt when, in milliseconds since the Unix epoch
 */
public record Conflict(SpaceName space, Entry loser, Stamp winner, long recordedAt) {}
