package io.larder.tck.scope;

import io.larder.storage.postgresql.PostgresSchema;
import io.larder.storage.postgresql.PostgresServer;
import java.util.Map;

/** Scopes on PostgreSQL. */
class PostgresScopeTest extends SharedScopeContract {
  @Override
  ScopeNodes newNodes() {
    PostgresSchema schema = PostgresServer.shared().newSchema();
    return new ScopeNodes(
        Map.of("larder.store", schema.server().url(), "larder.postgresql.schema", schema.name()),
        schema::close);
  }
}
