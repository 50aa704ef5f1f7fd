package io.larder.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one cache. Immutable.
 *
 * @param l1MaximumSize how many entries are kept in memory too; 0 for none
 * @param l1MaximumBytes how many bytes those may have, instead of how many they are; {@link
 *     #UNLIMITED} to count entries
 * @param maximumEntries how many entries are kept at all; {@link #UNLIMITED} for any number
 * @param maximumKeyBytes the longest encoded key that is taken, in bytes
 * @param maximumValueBytes the longest encoded value that is taken, in bytes
 * @param allowPatterns which classes entries may hold, beyond those always allowed
 * @param undecodable what an entry that cannot be decoded is
 * @param history how much of its history is kept, or null for none
 */
public record CacheSettings(
    long l1MaximumSize,
    long l1MaximumBytes,
    long maximumEntries,
    int maximumKeyBytes,
    int maximumValueBytes,
    List<String> allowPatterns,
    Undecodable undecodable,
    @Nullable HistorySettings history) {

  /** No bound on the number of entries or bytes. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  public CacheSettings {
    allowPatterns = List.copyOf(allowPatterns);
  }
}
