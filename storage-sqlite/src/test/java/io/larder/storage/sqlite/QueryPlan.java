package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.jdbc.TableNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How SQLite would run a statement. */
final class QueryPlan {

  private QueryPlan() {}

  /** It walks no table, and sorts nothing. */
  static void assertIndexed(Connection connection, String text) throws SQLException {
    String sql = TableNames.BARE.in(text);
    assertThat(steps(connection, sql))
        .as(sql)
        .isNotEmpty()
        .noneMatch(step -> step.startsWith("SCAN") && !step.contains(" INDEX "))
        .noneMatch(step -> step.contains("TEMP B-TREE"));
  }

  static List<String> steps(Connection connection, String sql) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      while (row.next()) {
        steps.add(row.getString("detail"));
      }
    }
    steps.remove("SCAN CONSTANT ROW");
    return steps;
  }
}
