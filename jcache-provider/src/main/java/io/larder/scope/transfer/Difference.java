package io.larder.scope.transfer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What importing one entry does, or would do.
 *
 * @param kind what
 * @param scopeType the kind of owner; empty for the global scope
 * @param scopeId which owner; empty for the global scope
 * @param namespace the namespace
 * @param key the key; one that is no text as Base64 of its bytes
 * @param before what stands there, as JSON, shortened if it is long; null if nothing does
 * @param imported what is imported, likewise
 */
public record Difference(
    Kind kind,
    String scopeType,
    String scopeId,
    String namespace,
    String key,
    @Nullable String before,
    String imported) {

  /** What importing an entry does. */
  public enum Kind {
    /** Nothing stood there. */
    CREATED,
    /** Something else did, and is replaced. */
    CHANGED,
    /** That very entry did. */
    UNCHANGED,
    /** Something else did, and stays. */
    KEPT
  }

  /** One line: {@code changed user:42/default theme: "light" -> "dark"}. */
  @Override
  public String toString() {
    String scope = scopeType.isEmpty() ? "" : scopeType + ':' + scopeId + '/';
    String old = before == null ? "" : before + (kind == Kind.KEPT ? " stays, not " : " -> ");
    return kind.name().toLowerCase(Locale.ROOT)
        + ' '
        + scope
        + namespace
        + ' '
        + key
        + ": "
        + old
        + imported;
  }
}
