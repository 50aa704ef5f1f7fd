package io.larder.storage.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real PgBouncer in front of a server, which lends its few connections from one transaction to
 * the next. It is no Maven artifact: tests that need it are skipped where it is not installed.
 */
public final class PgBouncer implements AutoCloseable {

  /** What to do where tests are skipped. */
  public static final String INSTALL = "PgBouncer is not installed: apt-get install pgbouncer";

  /** Fewer than a store has, so that they change hands. */
  private static final int CONNECTIONS = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** PgBouncer refuses to run as root. */
  private static final String UNPRIVILEGED = "nobody";

  private static final String CONFIGURATION =
      """
      [databases]
      * = host=localhost port=%d user=postgres
      [pgbouncer]
      listen_addr = localhost
      listen_port = %d
      unix_socket_dir =
      auth_type = any
      pool_mode = transaction
      default_pool_size = %d
      max_client_conn = 500
      ignore_startup_parameters = extra_float_digits
      """;

  private final Path directory;
  private final int port;
  private final Process process;

  private PgBouncer(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Whether tests can have one. */
  public static boolean isInstalled() {
    return binary().isPresent();
  }

  private static Optional<Path> binary() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin", "/usr/bin"))
        .map(directory -> Path.of(directory, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one, which ends when it is closed, or with this JVM. */
  public static PgBouncer to(PostgresServer server) {
    try {
      Path directory = TemporaryDirectory.create();
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      int port = FreePort.find();
      Path configuration = directory.resolve("pgbouncer.ini");
      Files.writeString(configuration, CONFIGURATION.formatted(server.port(), port, CONNECTIONS));
      List<String> command = new ArrayList<>(List.of(binary().orElseThrow().toString()));
      if (System.getProperty("user.name").equals("root")) {
        command.addAll(List.of("-u", UNPRIVILEGED));
      }
      command.add(configuration.toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      PgBouncer pooler = new PgBouncer(directory, port, process);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      pooler.awaitOpen();
      return pooler;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitOpen() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(Files.readString(directory.resolve("log")), notYet);
        }
      }
    }
  }

  /** As {@link PostgresServer#url()}, through this pooler, with nothing set on its account. */
  public String url() {
    return PostgresServer.url(port);
  }

  /** The same with the parameter that such a pooler asks for. */
  public String urlWithoutNamedStatements() {
    return url() + "&prepareThreshold=0";
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    TemporaryDirectory.remove(directory);
  }
}
