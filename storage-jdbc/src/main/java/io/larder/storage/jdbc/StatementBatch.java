package io.larder.storage.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;

/** One statement for several elements. */
final class StatementBatch {

  /** Binds an element. */
  interface Binding<E> {
    void bind(PreparedStatement statement, E element) throws SQLException;
  }

  private StatementBatch() {}

  /**
   * A lone row is executed at once: a batch of one costs the driver more.
   *
   * @return how many rows each element has changed
   */
  static <E> int[] run(
      Statements statements, String sql, Collection<E> elements, Binding<E> binding)
      throws SQLException {
    if (elements.isEmpty()) {
      return new int[0];
    }
    PreparedStatement statement = statements.of(sql);
    Iterator<E> iterator = elements.iterator();
    if (elements.size() == 1) {
      binding.bind(statement, iterator.next());
      return new int[] {statement.executeUpdate()};
    }
    try {
      while (iterator.hasNext()) {
        binding.bind(statement, iterator.next());
        statement.addBatch();
      }
      return statement.executeBatch();
    } finally {
      statement.clearBatch();
    }
  }
}
