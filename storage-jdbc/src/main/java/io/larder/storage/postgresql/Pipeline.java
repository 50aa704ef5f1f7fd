package io.larder.storage.postgresql;

import io.larder.storage.jdbc.Statements;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements that travel to the server together and are run there in order, up to the first that
 * fails. What each finds is not looked at. Not thread-safe.
 */
final class Pipeline {

  private final StringBuilder text = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  /** Adds a statement; its arrays and numbers are bound as they are. */
  void add(String sql, Object... values) {
    if (!text.isEmpty()) {
      text.append("; ");
    }
    text.append(sql);
    parameters.addAll(List.of(values));
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  void run(Statements statements) throws SQLException {
    if (text.isEmpty()) {
      return;
    }
    PreparedStatement statement = statements.of(text.toString());
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
    statement.execute();
  }
}
