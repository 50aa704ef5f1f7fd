package io.larder.scope.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.storage.Bytes;
import io.larder.storage.SpaceName;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Notices an entry that comes twice, in bounded memory: in a file that is in the order of an export
 * by that order, however long it is; in another one by the hashes of the first million of entries.
 */
final class SeenEntries {

  private static final int REMEMBERED = 1_000_000;

  /** Stores order longer keys in a way of their own once they agree so far. */
  private static final int ORDERED_BYTES = 993;

  private static final int LONGEST_ORDERED = 1024;

  private static final long SEED = 0x9E3779B97F4A7C15L;

  private long[] hashes = new long[1 << 12];
  private int size;
  private long spaceHash;
  private boolean ascending = true;
  private @Nullable SpaceName lastSpace;
  private @Nullable Bytes lastKey;

  /**
   * Takes note of an entry.
   *
   * @throws TransferException if it was seen before, or that cannot be told
   */
  void add(Imported entry, Place place) {
    boolean follows = follows(entry);
    if (!follows) {
      ascending = false;
    }
    if (size < REMEMBERED) {
      if (!remember(hash(entry))) {
        throw place.refused(
            "The same entry is in the file twice: %s, key %s."
                .formatted(entry.space(), shown(entry.key())));
      }
    } else if (!ascending) {
      throw place.refused(
          "Files of more than %,d entries must be in the order in which they are exported: by scope type, scope id, namespace and key."
              .formatted(REMEMBERED));
    }
    lastSpace = entry.space();
    lastKey = entry.key();
  }

  private static String shown(Bytes key) {
    String text = Format.textOf(key);
    return text == null ? key.toString() : "'" + Place.shown(text) + "'";
  }

  private boolean follows(Imported entry) {
    Bytes last = lastKey;
    SpaceName before = lastSpace;
    if (last == null || before == null) {
      return true;
    }
    int order = before.equals(entry.space()) ? 0 : before.compareTo(entry.space());
    return order < 0 || (order == 0 && isAfter(entry.key(), last));
  }

  private static boolean isAfter(Bytes key, Bytes last) {
    return key.compareTo(last) > 0
        || (key.length() > LONGEST_ORDERED
            && last.length() > LONGEST_ORDERED
            && !key.equals(last)
            && key.slice(0, ORDERED_BYTES).equals(last.slice(0, ORDERED_BYTES)));
  }

  private long hash(Imported entry) {
    if (!entry.space().equals(lastSpace)) {
      SpaceName space = entry.space();
      String whole = space.scopeType() + '\0' + space.scopeId() + '\0' + space.namespace();
      spaceHash = hash(SEED, whole.getBytes(UTF_8));
    }
    long hash = hash(spaceHash, entry.key().unsafeArray());
    hash *= 0xBF58476D1CE4E5B9L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }

  private static long hash(long seed, byte[] bytes) {
    long hash = seed;
    for (byte each : bytes) {
      hash = (hash ^ each) * 0x100000001B3L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private boolean remember(long hash) {
    if (size * 2 >= hashes.length) {
      grow();
    }
    if (!put(hashes, hash)) {
      return false;
    }
    size++;
    return true;
  }

  private void grow() {
    long[] larger = new long[hashes.length * 2];
    Arrays.stream(hashes).filter(hash -> hash != 0).forEach(hash -> put(larger, hash));
    hashes = larger;
  }

  private static boolean put(long[] table, long hash) {
    int mask = table.length - 1;
    int slot = (int) hash & mask;
    while (table[slot] != 0) {
      if (table[slot] == hash) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    table[slot] = hash;
    return true;
  }
}
