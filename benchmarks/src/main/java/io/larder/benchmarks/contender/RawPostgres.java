package io.larder.benchmarks.contender;

import io.larder.benchmarks.contender.RawConnection.RowForm;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What PostgreSQL itself can do through pgjdbc, with the rows that the product has written: one
 * prepared statement an operation, each committed by itself, on connections that threads share.
 */
final class RawPostgres extends RawContender {

  private static final String TABLE = "larder.entry";
  private static final String SPACE = "SELECT id, epoch FROM larder.space";
  private static final String LAST_POSITION = "SELECT max(seq) FROM larder.entry";

  private final BlockingQueue<RawConnection> idle;

  RawPostgres(String url, int connections) {
    super(lastPosition(url) + 1);
    idle = new ArrayBlockingQueue<>(connections);
    try {
      for (int i = 0; i < connections; i++) {
        Connection connection = DriverManager.getConnection(url);
        idle.add(new RawConnection(connection, rows(connection)));
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(SQLException cause) {
    return new IllegalStateException("Raw PostgreSQL failed: " + cause.getMessage(), cause);
  }

  private static long lastPosition(String url) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LAST_POSITION)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static RowForm rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet space = statement.executeQuery(SPACE)) {
      space.next();
      long id = space.getLong(1);
      long epoch = space.getLong(2);
      try (ResultSet prefix = statement.executeQuery(PostgresDatabase.PREFIX)) {
        prefix.next();
        return new RowForm(TABLE, id, epoch, prefix.getBytes(1));
      }
    }
  }

  @Override
  <R> R with(Work<R> work) {
    try {
      RawConnection connection = idle.take();
      try {
        return work.on(connection);
      } finally {
        idle.add(connection);
      }
    } catch (SQLException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (RawConnection each : idle) {
        each.close();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
