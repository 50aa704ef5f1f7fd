package io.larder.storage.postgresql;

import io.larder.storage.jdbc.Statements;
import io.larder.storage.jdbc.TableNames;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes the connections that are pooled, each with the statements that stay with it. So a statement
 * is prepared once a connection, and not once a read, and what it does passes no proxy of the pool.
 *
 * <p>The pool therefore sees no failure of a statement: who has one gives up the connection.
 * Immutable.
 */
final class ReadConnections {

  /** A connection with its statements, which belong to whoever has borrowed the connection. */
  private interface Prepared extends Connection {
    Statements statements();
  }

  private final TableNames tables;

  ReadConnections(TableNames tables) {
    this.tables = tables;
  }

  /** The connection as the pool is to have it. */
  Connection prepared(Connection connection) {
    Statements statements = new Statements(connection, tables);
    return (Connection)
        Proxy.newProxyInstance(
            Prepared.class.getClassLoader(),
            new Class<?>[] {Prepared.class},
            (self, method, arguments) ->
                method.getDeclaringClass() == Prepared.class
                    ? statements
                    : invoke(connection, method, arguments));
  }

  private static Object invoke(Connection connection, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The statements of a connection that was borrowed from the pool. */
  static Statements statements(Connection borrowed) throws SQLException {
    return borrowed.unwrap(Prepared.class).statements();
  }
}
