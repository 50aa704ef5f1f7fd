package io.larder.storage.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** A real PostgreSQL for tests, shared by those of one JVM and ended with it. */
public final class PostgresServer {

  private static final Map<ServerRelease, PostgresServer> SHARED =
      new EnumMap<>(ServerRelease.class);

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** The server for tests that are not about its own death: it forces nothing to disk. */
  public static PostgresServer shared() {
    return shared(ServerRelease.NEWEST);
  }

  public static synchronized PostgresServer shared(ServerRelease release) {
    return SHARED.computeIfAbsent(release, PostgresServer::start);
  }

  private static PostgresServer start(ServerRelease release) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("max_connections", "300");
    release.choose(builder);
    try {
      return new PostgresServer(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JDBC URL with the superuser in it. */
  public String url() {
    return "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(server.getPort());
  }

  public int port() {
    return server.getPort();
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  /** Runs one statement on a connection of its own. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** A place for one store that nobody has had yet. */
  public PostgresSchema newSchema() {
    return new PostgresSchema(this, "larder_" + UUID.randomUUID().toString().replace("-", ""));
  }
}
