package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.StoreIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

class IncarnationTest {

  private static final String ENTRY =
      "INSERT INTO %s.entry VALUES (1, '\\x01', NULL, 1, 1, 1, 1, 1, 0, %d, '\\x01')";

  @Test
  void isKeptWhenTheSameDatabaseIsOpenedAgain() {
    try (PostgresSchema schema = PostgresServer.shared().newSchema()) {
      Life first = lifeOf(schema);
      assertThat(first.identity().incarnation().number()).isEqualTo(1);
      assertThat(first.base()).isZero();
      assertThat(lifeOf(schema)).isEqualTo(first);
    }
  }

  @Test
  void isAnotherInEachSchema() {
    PostgresServer server = PostgresServer.shared();
    try (PostgresSchema one = server.newSchema();
        PostgresSchema other = server.newSchema()) {
      StoreIdentity first = lifeOf(one).identity();
      StoreIdentity second = lifeOf(other).identity();
      assertThat(first.incarnation().id()).isNotEqualTo(second.incarnation().id());
      assertThat(first.origin()).isNotEqualTo(second.origin());
      assertThat(first.location()).isNotEqualTo(second.location());
    }
  }

  @Test
  void isAnotherOnAnotherTimeline() throws SQLException {
    try (PostgresSchema schema = PostgresServer.shared().newSchema();
        PostgresConnections connections = Connecting.to(schema)) {
      Life before = connections.life();
      List<Life> told = new ArrayList<>();
      connections.onIncarnation(told::add);
      long highest = 1L << 60;
      schema.server().execute(ENTRY.formatted(schema.name(), highest));
      pretendAnotherTimeline(schema);
      assertThat(connections.life()).isEqualTo(before);

      try (Connection writer = connections.writer().connection()) {
        Life after = connections.life();
        assertThat(after.identity().incarnation().number()).isEqualTo(2);
        assertThat(after.identity().incarnation().id())
            .isNotEqualTo(before.identity().incarnation().id());
        assertThat(after.identity().origin()).isNotEqualTo(before.identity().origin());
        long transaction = Long.parseLong(Sql.query(writer, "SELECT pg_current_xact_id()"));
        assertThat(after.positionOf(transaction)).isGreaterThan(highest);
        assertThat(after.transactionOf(after.positionOf(transaction) + 7)).isEqualTo(transaction);
        assertThat(told).containsExactly(after);
      }
      assertThat(lifeOf(schema)).isEqualTo(connections.life());
    }
  }

  @Test
  void givesUpPooledConnectionsToTheOneBefore() throws SQLException {
    try (PostgresSchema schema = PostgresServer.shared().newSchema();
        PostgresConnections connections = Connecting.to(schema)) {
      String before = backend(connections);
      assertThat(backend(connections)).isEqualTo(before);
      pretendAnotherTimeline(schema);
      connections.writer().connection().close();
      assertThat(backend(connections)).isNotEqualTo(before);
    }
  }

  @Test
  void isFoundByThoseWhoReadToo() throws SQLException {
    try (PostgresSchema schema = PostgresServer.shared().newSchema();
        PostgresConnections connections = Connecting.to(schema)) {
      pretendAnotherTimeline(schema);
      schema
          .server()
          .execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'larder'");
      for (int i = 0; i < 100 && connections.life().identity().incarnation().number() == 1; i++) {
        try (Connection reader = connections.reader()) {
          Sql.query(reader, "SELECT 1");
        } catch (SQLException terminated) {
          assertThat(PostgresFailures.kind(terminated)).isNotEqualTo(PostgresFailures.Kind.OTHER);
        }
      }
      assertThat(connections.life().identity().incarnation().number()).isEqualTo(2);
    }
  }

  /** Rows, positions and all, are put into another cluster, whose transactions count from 1. */
  @Test
  void isAnotherWhereADumpIsRestored() throws SQLException, IOException {
    try (PostgresSchema from = PostgresServer.shared().newSchema();
        PostgresSchema to =
            new PostgresSchema(PostgresServer.shared(ServerRelease.OLDEST), from.name())) {
      Life before = lifeOf(from);
      long highest = before.positionOf(1L << 30);
      from.server().execute(ENTRY.formatted(from.name(), highest));
      StoreIdentity unused = lifeOf(to).identity();
      restore(from, to);

      try (PostgresConnections connections = Connecting.to(to);
          Connection writer = connections.writer().connection()) {
        Life after = connections.life();
        assertThat(after.identity().incarnation().number()).isEqualTo(2);
        assertThat(Set.of(before.identity().origin(), unused.origin()))
            .doesNotContain(after.identity().origin());
        long transaction = Long.parseLong(Sql.query(writer, "SELECT pg_current_xact_id()"));
        assertThat(before.positionOf(transaction)).isLessThan(highest);
        assertThat(after.positionOf(transaction)).isGreaterThan(highest);
      }
    }
  }

  /** As {@code pg_restore --clean} leaves it: other tables, with the rows of before. */
  @Test
  void isAnotherWhereADumpReplacesWhatItCameFrom() throws SQLException {
    try (PostgresSchema schema = PostgresServer.shared().newSchema()) {
      Life before = lifeOf(schema);
      try (Connection connection = schema.server().connect()) {
        String meta = schema.name() + ".meta";
        Sql.execute(
            connection, "CREATE TABLE %s_restored (LIKE %s INCLUDING ALL)".formatted(meta, meta));
        Sql.execute(connection, "INSERT INTO %s_restored SELECT * FROM %s".formatted(meta, meta));
        Sql.execute(connection, "DROP TABLE " + meta);
        Sql.execute(connection, "ALTER TABLE %s_restored RENAME TO meta".formatted(meta));
      }
      Life after = lifeOf(schema);
      assertThat(after.identity().incarnation().number()).isEqualTo(2);
      assertThat(after.identity().origin()).isNotEqualTo(before.identity().origin());
      assertThat(lifeOf(schema)).isEqualTo(after);
    }
  }

  @Test
  void isAnotherWhereALaggingStandbyWasPromoted() {
    try (PostgresServer primary = PostgresServer.create()) {
      try (PostgresSchema schema = primary.newSchema()) {
        Life before = lifeOf(schema);
        try (PostgresServer standby = primary.standby("promoted")) {
          standby.await("SELECT to_regclass('%s.meta') IS NOT NULL".formatted(schema.name()));
          standby.promote();
          Life after = lifeOf(new PostgresSchema(standby, schema.name()));
          assertThat(after.identity().incarnation().number()).isEqualTo(2);
          assertThat(after.identity().origin()).isNotEqualTo(before.identity().origin());
          assertThat(lifeOf(schema)).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void isBegunOnceHoweverManyOpenAtOnce() throws Exception {
    for (ServerRelease release : ServerRelease.values()) {
      try (PostgresSchema schema = PostgresServer.shared(release).newSchema()) {
        assertThat(openedAtOnce(schema, 8))
            .singleElement()
            .extracting(life -> life.identity().incarnation().number())
            .isEqualTo(1L);
        pretendAnotherTimeline(schema);
        assertThat(openedAtOnce(schema, 8))
            .singleElement()
            .extracting(life -> life.identity().incarnation().number())
            .isEqualTo(2L);
      }
    }
  }

  private static Set<Life> openedAtOnce(PostgresSchema schema, int nodes) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      CyclicBarrier together = new CyclicBarrier(nodes);
      List<Future<Life>> opened = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        opened.add(
            threads.submit(
                () -> {
                  together.await();
                  return lifeOf(schema);
                }));
      }
      Set<Life> lives = new HashSet<>();
      for (Future<Life> life : opened) {
        lives.add(life.get());
      }
      return lives;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Life lifeOf(PostgresSchema schema) {
    try (PostgresConnections connections = Connecting.to(schema)) {
      return connections.life();
    }
  }

  private static void pretendAnotherTimeline(PostgresSchema schema) {
    schema
        .server()
        .execute(
            "UPDATE %s.meta SET identity = left(identity, -8) || 'FFFFFFFF'"
                .formatted(schema.name()));
  }

  private static String backend(PostgresConnections connections) throws SQLException {
    try (Connection reader = connections.reader()) {
      return Sql.query(reader, "SELECT pg_backend_pid()");
    }
  }

  private static void restore(PostgresSchema from, PostgresSchema to)
      throws SQLException, IOException {
    try (Connection source = from.server().connect();
        Connection target = to.server().connect()) {
      CopyManager out = source.unwrap(PGConnection.class).getCopyAPI();
      CopyManager in = target.unwrap(PGConnection.class).getCopyAPI();
      for (String table : tables(source, from.name())) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        out.copyOut("COPY %s TO STDOUT".formatted(table), rows);
        Sql.execute(target, "TRUNCATE " + table);
        in.copyIn(
            "COPY %s FROM STDIN".formatted(table), new ByteArrayInputStream(rows.toByteArray()));
      }
    }
  }

  private static List<String> tables(Connection connection, String schema) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = '%s'"
                    .formatted(schema))) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
