package io.larder.tck.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.postgresql.PostgresServer;
import io.larder.tck.process.ChildJvm;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The primary dies under load, its standby takes over, and the applications stay. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailoverTest {

  private static final String STANDBY = "standby";
  private static final String SCHEMA = "larder";

  /** Shorter than a standby takes, so that writers are told of failures. */
  private static final Map<String, String> IMPATIENT =
      Map.of("larder.postgresql.retry-timeout", "200ms");

  @Test
  void withASynchronousStandbyNothingAcknowledgedIsLost() throws Exception {
    try (PostgresServer primary = PostgresServer.create();
        PostgresServer standby = primary.standby(STANDBY)) {
      primary.set("synchronous_standby_names", STANDBY);
      SharedDatabase database = new SharedDatabase(primary.urlWith(standby), SCHEMA);
      try (ChildJvm node = database.start(NodeProcess.class);
          CacheManager manager = database.open(IMPATIENT)) {
        Cache<String, Long> numbers =
            SharedDatabase.cache(manager, SharedDatabase.UNHELD, Long.class);
        node.ask("put key before");
        try (Ledger ledger = new Ledger(numbers)) {
          ledger.awaitMore(1_000);
          primary.kill();
          long killed = System.nanoTime();
          ledger.awaitFailure();
          standby.promote();
          long promoted = System.nanoTime();
          ledger.awaitMore(1);
          long acknowledged = System.nanoTime();
          // Before its keys come round again, and what was lost is written over.
          ledger.close();
          assertThat(Ledger.lost(ledger.last(), numbers)).isEmpty();
          System.out.printf(
              "FailoverTest: %,d writes acknowledged, 0 lost, %,d failed; promoted %,d ms after the"
                  + " death, the next write acknowledged %,d ms later%n",
              ledger.acknowledged(),
              ledger.failed(),
              TimeUnit.NANOSECONDS.toMillis(promoted - killed),
              TimeUnit.NANOSECONDS.toMillis(acknowledged - promoted));
        }
        try (Ledger goesOn = new Ledger(numbers)) {
          goesOn.awaitMore(1_000);
        }
        assertThat(node.ask("get key")).isEqualTo("before");
        node.ask("put key after");
        assertThat(node.ask("get key")).isEqualTo("after");
      }
    }
  }

  /** What they were told is written is gone, and nobody's memory keeps it. */
  @Test
  void withoutOneTheLastWritesAreLostEverywhere() throws Exception {
    try (PostgresServer primary = PostgresServer.create();
        PostgresServer standby = primary.standby(STANDBY)) {
      SharedDatabase database = new SharedDatabase(primary.urlWith(standby), SCHEMA);
      try (ChildJvm node = database.start(NodeProcess.class);
          CacheManager manager = database.open()) {
        Cache<String, String> texts = SharedDatabase.cache(manager, "texts", String.class);
        texts.put("key", "before");
        String written = primary.query("SELECT pg_current_wal_lsn()");
        standby.await("SELECT pg_last_wal_replay_lsn() >= '%s'".formatted(written));
        standby.stopFollowing();
        texts.put("key", "lost");
        node.ask("await key lost");
        assertThat(texts.get("key")).isEqualTo("lost");

        primary.kill();
        standby.promote();

        node.ask("await key before");
        NodeProcess.await(texts, "key", "before");
        node.ask("put key after");
        NodeProcess.await(texts, "key", "after");
      }
    }
  }
}
