package io.larder.tck.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.postgresql.PostgresServer;
import io.larder.storage.postgresql.WireProxy;
import io.larder.tck.process.ChildJvm;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server dies under load and comes back; the application stays. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerDeathTest {

  private static final int ROUNDS = 3 * Integer.getInteger("node.rounds", 1);
  private static final String SCHEMA = "larder";

  @Test
  void nothingAcknowledgedIsLostAndWorkGoesOn() throws Exception {
    Random random = new Random();
    try (PostgresServer server = PostgresServer.create();
        CacheManager manager = new SharedDatabase(server.url(), SCHEMA).open()) {
      Cache<String, Long> numbers =
          SharedDatabase.cache(manager, SharedDatabase.UNHELD, Long.class);
      long acknowledged;
      long failed;
      try (Ledger ledger = new Ledger(numbers)) {
        for (int round = 0; round < ROUNDS; round++) {
          ledger.awaitMore(500 + random.nextInt(1_000));
          server.kill();
          Map<String, Long> promised = ledger.last();
          server.start();
          ledger.awaitMore(100);
          assertThat(Ledger.lost(promised, numbers)).as("round %d", round).isEmpty();
        }
        acknowledged = ledger.acknowledged();
        failed = ledger.failed();
        ledger.close();
        assertThat(Ledger.lost(ledger.last(), numbers)).isEmpty();
      }
      System.out.printf(
          "ServerDeathTest: server killed %d times, %,d writes acknowledged, 0 lost, %,d failed%n",
          ROUNDS, acknowledged, failed);
    }
  }

  /** What others changed while this node could not know. */
  @Test
  void whatL1HeldBeforeIsDropped() throws Exception {
    try (PostgresServer server = PostgresServer.create();
        WireProxy proxy = WireProxy.to(server);
        CacheManager manager = new SharedDatabase(proxy.url(), SCHEMA).open()) {
      Cache<String, String> texts = SharedDatabase.cache(manager, "texts", String.class);
      texts.put("key", "before");
      assertThat(texts.get("key")).isEqualTo("before");
      proxy.refuse(true);
      server.kill();
      server.start();
      try (ChildJvm other = new SharedDatabase(server.url(), SCHEMA).start(NodeProcess.class)) {
        other.ask("put key after");
      }
      proxy.refuse(false);
      NodeProcess.await(texts, "key", "after");
      texts.put("key", "again");
      assertThat(texts.get("key")).isEqualTo("again");
    }
  }
}
