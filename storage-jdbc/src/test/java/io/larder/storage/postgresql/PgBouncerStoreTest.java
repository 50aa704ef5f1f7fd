package io.larder.storage.postgresql;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** Through a pooler that shares connections by the transaction, a store does all the same. */
@EnabledIf(
    value = "io.larder.storage.postgresql.PgBouncer#isInstalled",
    disabledReason = PgBouncer.INSTALL)
class PgBouncerStoreTest extends PostgresStoreTest {

  private static PgBouncer pooler;

  @BeforeAll
  static void start() {
    pooler = PgBouncer.to(PostgresServer.shared());
  }

  @AfterAll
  static void end() {
    pooler.close();
  }

  @Override
  String url() {
    return pooler.urlWithoutNamedStatements();
  }
}
