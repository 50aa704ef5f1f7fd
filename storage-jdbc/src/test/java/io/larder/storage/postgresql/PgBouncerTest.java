package io.larder.storage.postgresql;

import static io.larder.storage.postgresql.OpenStores.put;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Condition;
import io.larder.storage.Space;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(
    value = "io.larder.storage.postgresql.PgBouncer#isInstalled",
    disabledReason = PgBouncer.INSTALL)
class PgBouncerTest {

  /** The message says what helps. */
  @Test
  @Timeout(60)
  void withNamedStatementsTheMessageSaysWhatToAdd() {
    try (PostgresSchema schema = PostgresServer.shared().newSchema();
        PgBouncer pooler = PgBouncer.to(schema.server())) {
      assertThatThrownBy(() -> writeMuch(pooler.url(), schema))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll("pooler", "prepareThreshold=0", "localhost");
    }
  }

  private static void writeMuch(String url, PostgresSchema schema) {
    try (Store store = OpenStores.open(url, schema);
        Store other = OpenStores.open(url, schema)) {
      Space space = OpenStores.space(store);
      Space same = OpenStores.space(other);
      for (int i = 0; i < 10_000; i++) {
        OpenStores.commit(store, space, put("k", "v", Condition.NONE));
        OpenStores.commit(other, same, put("k", "v", Condition.NONE));
      }
    }
  }
}
