package io.larder.storage.postgresql;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL for tests: one data directory, one port, and a server on them that can be
 * killed and started again. It ends with the JVM at the latest.
 *
 * <p>It forces nothing to disk unless told to: what it has handed to the kernel survives SIGKILL.
 */
public final class PostgresServer implements AutoCloseable {

  /** How long a server may take to do what it is told. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Map<ServerRelease, PostgresServer> SHARED =
      new EnumMap<>(ServerRelease.class);

  private final ServerRelease release;
  private final Path directory;
  private final int port;
  private EmbeddedPostgres running;

  PostgresServer(ServerRelease release, Path directory) {
    this.release = release;
    this.directory = directory;
    this.port = FreePort.find();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** The server of all tests in this JVM that are not about its own death. */
  public static PostgresServer shared() {
    return shared(ServerRelease.NEWEST);
  }

  public static synchronized PostgresServer shared(ServerRelease release) {
    return SHARED.computeIfAbsent(release, PostgresServer::create);
  }

  /** A server of the caller's own. */
  public static PostgresServer create() {
    return create(ServerRelease.NEWEST);
  }

  private static PostgresServer create(ServerRelease release) {
    PostgresServer server = new PostgresServer(release, TemporaryDirectory.create());
    server.start();
    return server;
  }

  /**
   * Starts the server on its data, which it makes if there are none, and waits until it answers.
   */
  public synchronized void start() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(port)
            .setPGStartupWait(PATIENCE)
            // A store must not depend on what the server's owner chose.
            .setServerConfig("synchronous_commit", "off")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("max_connections", "300");
    release.choose(builder);
    try {
      running = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server and all its sessions with SIGKILL, as a power cut does; its data stay. */
  public synchronized void kill() {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
    // First, so that it can neither restart nor warn the others.
    all.add(0, postmaster);
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    forget();
  }

  private ProcessHandle postmaster() {
    try (Stream<String> lines = Files.lines(directory.resolve("postmaster.pid"))) {
      return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow().trim())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forget() {
    try {
      running.close();
      running = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JDBC URL with the superuser in it. */
  public String url() {
    return url(port);
  }

  static String url(int port) {
    return "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(port);
  }

  public int port() {
    return port;
  }

  Path directory() {
    return directory;
  }

  ServerRelease release() {
    return release;
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

  /** The first column of the one row that the query gives, as text. */
  public String query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * Changes a setting of the running server; it outlives restarts. Not those of {@link #start}, nor
   * {@code synchronous_commit}, which is off where a session does not say otherwise.
   */
  public void set(String setting, String value) {
    execute("ALTER SYSTEM SET %s = '%s'".formatted(setting, value));
    execute("SELECT pg_reload_conf()");
    await("SELECT current_setting('%s') = '%s'".formatted(setting, value));
  }

  /** Waits until the query, on a new session each time, gives true. */
  public void await(String condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!query(condition).equals("t")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Not so after " + PATIENCE + ": " + condition);
      }
    }
  }

  /** A streaming standby that holds what this server holds, and follows it. */
  public PostgresServer standby(String name) {
    return Standby.of(this, name);
  }

  /** Names this server and its standby; whoever connects gets the one that is the primary. */
  public String urlWith(PostgresServer standby) {
    return "jdbc:postgresql://localhost:%d,localhost:%d/postgres?user=postgres&hostRecheckSeconds=1"
        .formatted(port, standby.port);
  }

  /** Lets a standby receive nothing any more, while its primary goes on. */
  public void stopFollowing() {
    set("primary_conninfo", "");
    await("SELECT count(*) = 0 FROM pg_stat_wal_receiver");
  }

  /** Makes a standby the primary, on a new timeline. */
  public void promote() {
    execute("SELECT pg_promote()");
    await("SELECT NOT pg_is_in_recovery()");
  }

  /** A place for one store that nobody has had yet. */
  public PostgresSchema newSchema() {
    return new PostgresSchema(this, "larder_" + UUID.randomUUID().toString().replace("-", ""));
  }

  /** Ends the server, if it runs, and removes its data. */
  @Override
  public synchronized void close() {
    if (running != null) {
      kill();
    }
    TemporaryDirectory.remove(directory);
  }
}
