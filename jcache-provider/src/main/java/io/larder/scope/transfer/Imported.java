package io.larder.scope.transfer;

import static java.util.Objects.requireNonNull;

import io.larder.storage.Bytes;
import io.larder.storage.Condition;
import io.larder.storage.Counter;
import io.larder.storage.Entry;
import io.larder.storage.Mutation;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a file.
 *
 * @param value null for a counter
 * @param total what a counter has counted up to, else null
 * @param stamp the stamp that it had, its epoch apart; null if the file does not tell
 */
record Imported(
    SpaceName space,
    Bytes key,
    @Nullable Bytes value,
    @Nullable BigDecimal total,
    @Nullable Stamp stamp,
    long expiresAt) {

  /** About how many bytes of memory it takes. */
  int weight() {
    return key.length() + (value == null ? 0 : value.length()) + 100;
  }

  /** Whether that is what stands. */
  boolean isSameAs(Entry standing) {
    return expiresAt == standing.expiresAt()
        && (stamp == null || isOf(stamp, standing.stamp()))
        && (value == null ? counts(standing) : value.equals(standing.value()));
  }

  private static boolean isOf(Stamp exported, Stamp standing) {
    return exported.version() == standing.version()
        && exported.timestamp() == standing.timestamp()
        && exported.origin() == standing.origin();
  }

  private boolean counts(Entry standing) {
    Counter counter = Counter.of(standing);
    return counter != null && counter.total().compareTo(requireNonNull(total)) == 0;
  }

  /**
   * What brings it into the store.
   *
   * @param otherwise the stamp if the file tells none
   */
  Mutation mutation(ImportMode mode, Stamp otherwise) {
    Stamp exported = stamp == null ? otherwise : stamp;
    Condition condition =
        switch (mode) {
          case OVERWRITE -> Condition.NONE;
          case KEEP -> Condition.ABSENT;
          case NEWER -> Condition.olderThan(exported.timestamp());
        };
    return new Mutation.Restore(key, value, total, exported, expiresAt, condition);
  }

  /** The entry as it would be told of in a file. */
  Entry entry(Stamp otherwise) {
    Stamp exported = stamp == null ? otherwise : stamp;
    return value == null
        ? Counter.create(key, exported, requireNonNull(total), expiresAt)
        : new Entry(key, value, exported, expiresAt, false);
  }
}
