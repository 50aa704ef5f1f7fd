package io.larder.tck.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.postgresql.PostgresSchema;
import io.larder.storage.postgresql.PostgresServer;
import io.larder.tck.process.ChildJvm;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodesStartingTest {

  private static final int ROUNDS = 10;

  /** One makes the tables, the other waits for it, and both work on the same. */
  @Test
  void processesThatStartAtOnceOnAnEmptyDatabaseShareIt() throws Exception {
    PostgresServer server = PostgresServer.shared();
    SharedDatabase nowhere = new SharedDatabase(server.url(), "unused");
    try (ChildJvm one = nowhere.start(StartingNode.class, "one");
        ChildJvm two = nowhere.start(StartingNode.class, "two")) {
      for (int round = 0; round < ROUNDS; round++) {
        try (PostgresSchema schema = server.newSchema()) {
          one.tell(schema.name());
          two.tell(schema.name());
          List<String> won = List.of(one.hear(), two.hear());
          assertThat(won).containsExactlyInAnyOrder("true", "false");
          String winner = won.get(0).equals("true") ? "one" : "two";
          assertThat(StartingNode.first(SharedDatabase.of(server, schema))).isEqualTo(winner);
        }
      }
    }
  }
}
