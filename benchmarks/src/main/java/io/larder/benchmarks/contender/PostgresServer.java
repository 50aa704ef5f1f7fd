package io.larder.benchmarks.contender;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server with files of its own, whose commits are on the disk when they are
 * acknowledged. It is found by the system property {@link #PROPERTY}, which programs that this one
 * starts are given.
 */
public final class PostgresServer implements AutoCloseable {

  /** Holds the JDBC URL of the server's database {@code postgres}. */
  public static final String PROPERTY = "benchmarks.postgresql";

  private static final Map<String, String> SETTINGS = settings();

  private final EmbeddedPostgres running;

  private PostgresServer(EmbeddedPostgres running) {
    this.running = running;
  }

  /** As by default but for sizes: nothing acknowledged is lost with the power. */
  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("full_page_writes", "on");
    settings.put("shared_buffers", "1GB");
    settings.put("max_wal_size", "8GB");
    return settings;
  }

  /** Starts one whose files are among the temporary ones, until it is closed. */
  public static PostgresServer start() throws IOException {
    Path directory = Files.createTempDirectory("postgresql-");
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(true);
    SETTINGS.forEach(builder::setServerConfig);
    PostgresServer server = new PostgresServer(builder.start());
    System.setProperty(PROPERTY, server.running.getJdbcUrl("postgres", "postgres"));
    return server;
  }

  /** A connection to a database of the server that the system property names. */
  static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database));
  }

  static String url(String database) {
    String url = System.getProperty(PROPERTY);
    if (url == null) {
      throw new IllegalStateException(
          "No PostgreSQL server: the property " + PROPERTY + " is not set.");
    }
    return url.replace("/postgres?", "/" + database + "?");
  }

  /** Which server it is and how it is set, as it says itself. */
  public List<String> about() {
    List<String> about = new ArrayList<>();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      about.add("PostgreSQL " + show(statement, "server_version"));
      for (String name : SETTINGS.keySet()) {
        about.add(name + " = " + show(statement, name));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return about;
  }

  private static String show(Statement statement, String setting) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    System.clearProperty(PROPERTY);
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
