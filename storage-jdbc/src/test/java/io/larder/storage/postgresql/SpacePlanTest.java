package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Store;
import io.larder.storage.jdbc.SpaceSelect;
import io.larder.storage.jdbc.SqlReads;
import io.larder.storage.jdbc.SqlRows;
import io.larder.storage.jdbc.TableNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Among many spaces, those that are asked for are found by the index of their names. */
class SpacePlanTest {

  private static final String BY_NAME =
      "Index Scan using space_scope_type_scope_id_namespace_key on space s";

  private final PostgresSchema schema = PostgresServer.shared().newSchema();

  @BeforeEach
  void makeSpaces() {
    Store store = OpenStores.open(schema.server().url(), schema);
    store.close();
    schema
        .server()
        .execute(
            """
            INSERT INTO %1$s.space (id, scope_type, scope_id, namespace, epoch, version_floor,
              cleared_at, origin, destroyed, entries, seq)
            SELECT n, 'user', (n / 10)::text, (n %% 10)::text, 1, 0, 0, 0, 0, 0, 0
            FROM generate_series(1, 20000) n
            """
                .formatted(schema.name()));
    schema.server().execute("ANALYZE " + schema.name() + ".space");
  }

  @AfterEach
  void close() {
    schema.close();
  }

  @Test
  void aPageOfSpacesIsARangeOfTheIndex() throws SQLException {
    assertFoundByName(plan(SpaceSelect.TO_END, "user", "1000", "5", 0, 100));
    assertFoundByName(plan(SpaceSelect.RANGE, "user", "7", "", 0, "user", "7\u0001", "", 100));
    assertFoundByName(plan(SpaceSelect.RANGE, "user", "", "", 0, "user\u0001", "", "", 100));
  }

  @Test
  void theSpacesOfAScopeAreFoundByTheIndex() throws SQLException {
    assertFoundByName(plan(SqlRows.Texts.COUNTED_IN_ROW.spacesOfScope(), "user", "1000"));
  }

  @Test
  void aPageOfEntriesTouchesNoOtherSpace() throws SQLException {
    schema
        .server()
        .execute(
            """
            INSERT INTO %1$s.entry (space, key, value, version, timestamp, origin, epoch, expires_at,
              deleted, seq)
            SELECT s.id, convert_to(n::text, 'UTF8'), decode('01', 'hex'), 1, 1, 1, 1, %2$d, 0, n
            FROM %1$s.space s CROSS JOIN generate_series(1, 100) n WHERE s.id <= 500
            """
                .formatted(schema.name(), Long.MAX_VALUE));
    schema.server().execute("ANALYZE " + schema.name() + ".entry");
    byte[] from = {0};
    byte[] to = {(byte) 0xFF};
    for (List<String> plan :
        List.of(
            plan(SqlReads.SCAN_TO_END, 250L, 0L, from, 501L),
            plan(SqlReads.SCAN, 250L, 0L, from, to, 501L))) {
      assertThat(plan)
          .anyMatch(step -> step.contains("entry_pkey"))
          .anyMatch(step -> step.contains("Index Cond: ((space = "))
          .noneMatch(step -> step.contains("Seq Scan"));
    }
  }

  /** In the order of the index, so that nothing is sorted. */
  private static void assertFoundByName(List<String> plan) {
    assertThat(plan)
        .anyMatch(step -> step.contains(BY_NAME))
        .anyMatch(step -> step.contains("Index Cond: "))
        .noneMatch(step -> step.contains("Sort") || step.contains("Seq Scan"));
  }

  private List<String> plan(String text, Object... values) throws SQLException {
    String sql = "EXPLAIN " + new TableNames(schema.name()).in(text);
    List<String> steps = new ArrayList<>();
    try (Connection connection = schema.server().connect();
        PreparedStatement explain = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        explain.setObject(i + 1, values[i]);
      }
      try (ResultSet row = explain.executeQuery()) {
        while (row.next()) {
          steps.add(row.getString(1));
        }
      }
    }
    return steps;
  }
}
