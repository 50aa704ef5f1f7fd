package io.larder.tck.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.postgresql.PgBouncer;
import io.larder.storage.postgresql.PostgresSchema;
import io.larder.storage.postgresql.PostgresServer;
import io.larder.tck.process.ChildJvm;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Nodes that share a few connections by the transaction are as exact as others. */
@EnabledIf(
    value = "io.larder.storage.postgresql.PgBouncer#isInstalled",
    disabledReason = PgBouncer.INSTALL)
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PgBouncerTest {

  private static final int THREADS = 4;
  private static final int TIMES = 200;
  private static final int KEYS = 2;

  @Test
  void incrementsOfTwoNodesAddUpAndAreSeen() throws Exception {
    try (PostgresSchema schema = PostgresServer.shared().newSchema();
        PgBouncer pooler = PgBouncer.to(schema.server())) {
      SharedDatabase database =
          new SharedDatabase(pooler.urlWithoutNamedStatements(), schema.name());
      try (ChildJvm one = database.start(NodeProcess.class);
          ChildJvm two = database.start(NodeProcess.class);
          CacheManager manager = database.open()) {
        String order = "increment %d %d %d".formatted(THREADS, TIMES, KEYS);
        one.tell(order);
        two.tell(order);
        assertThat(one.hear()).isEqualTo(two.hear());
        Cache<String, Integer> counts = SharedDatabase.cache(manager, "counts", Integer.class);
        Map<String, Integer> sums = new TreeMap<>();
        IntStream.range(0, KEYS)
            .mapToObj(key -> "count-" + key)
            .forEach(key -> sums.put(key, counts.get(key)));
        assertThat(sums.values()).containsOnly(2 * THREADS * TIMES / KEYS);

        one.ask("get key");
        two.ask("put key value");
        one.ask("await key value");
      }
    }
  }
}
