package io.larder.storage.postgresql;

import io.larder.storage.jdbc.Evictor;
import org.jspecify.annotations.Nullable;

/** An evictor for each incarnation: what it knows of positions holds in one only. Thread-safe. */
final class EvictorOfLife {

  private @Nullable Life life;
  private Evictor evictor = new Evictor(PostgresDialect.POSTGRESQL);

  /** The one that evicts in transactions of the incarnation. */
  synchronized Evictor in(Life present) {
    if (!present.equals(life)) {
      life = present;
      evictor = new Evictor(PostgresDialect.POSTGRESQL);
    }
    return evictor;
  }
}
