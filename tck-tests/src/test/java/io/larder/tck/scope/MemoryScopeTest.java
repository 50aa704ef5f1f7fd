package io.larder.tck.scope;

import java.util.Map;
import java.util.UUID;

/** Scopes on the memory store. */
class MemoryScopeTest extends ScopeContract {
  @Override
  ScopeNodes newNodes() {
    return new ScopeNodes(Map.of("larder.store", "memory:" + UUID.randomUUID()), () -> {});
  }
}
