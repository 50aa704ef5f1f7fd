package io.larder.tck.scope;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** Scopes on SQLite. */
class SqliteScopeTest extends SharedScopeContract {

  @TempDir Path directory;

  @Override
  ScopeNodes newNodes() {
    Path file = directory.resolve(UUID.randomUUID() + ".db");
    return new ScopeNodes(Map.of("larder.store", "sqlite:" + file), () -> {});
  }
}
