package io.larder.storage.sqlite;

import io.larder.storage.Lease;
import io.larder.storage.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** A child JVM that has a store open and does what it is told, a line at a time. */
final class OtherProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  private OtherProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  static OtherProcess with(Path file) throws IOException {
    return running(OtherProcess.class, file);
  }

  /** A child JVM that runs a program of this protocol, which first says that it is open. */
  static OtherProcess running(Class<?> program, Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    OtherProcess other = new OtherProcess(process);
    other.expect("open");
    return other;
  }

  /** Tells it what to do; it begins at once. */
  void tell(String order) {
    orders.println(order);
  }

  /** Waits for its next answer. */
  String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("The other process has ended.");
    }
    return line;
  }

  void expect(String answer) throws IOException {
    String given = answer();
    if (!given.equals(answer)) {
      throw new IllegalStateException("The other process said '" + given + "'.");
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    orders.close();
    process.waitFor();
  }

  public static void main(String[] arguments) throws SQLException {
    Path file = Path.of(arguments[0]);
    try (SmallStore small = SmallStore.of(TemporaryFile.open(file, StoreOptions.DEFAULT));
        Connection reader = Connections.connect(file, "mode=rw");
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("open");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(obey(small, reader, line.split(" ", -1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String obey(SmallStore small, Connection reader, String[] order)
      throws SQLException {
    switch (order[0]) {
      case "put" -> small.put(order[1], order[2]);
      case "evict" -> {
        var unused = small.store().evict(small.space(), Long.parseLong(order[1]), 1000);
      }
      case "clear" -> small.clear();
      case "increment" -> {
        for (int i = 0; i < Integer.parseInt(order[2]); i++) {
          small.increment(order[1] + i % 3);
        }
      }
      case "hold" -> {
        reader.setAutoCommit(false);
        return look(reader, order[1]);
      }
      case "look" -> {
        return look(reader, order[1]);
      }
      case "let" -> reader.rollback();
      case "acquire" -> {
        Optional<Lease> lease =
            small.store().leases().tryAcquire(order[1], "other", Duration.ofMinutes(1));
        return lease.map(held -> held.token().toString()).orElse("none");
      }
      default -> throw new IllegalArgumentException(order[0]);
    }
    return "done";
  }

  /** The value under the key as the transaction of that connection sees it. */
  private static String look(Connection reader, String key) throws SQLException {
    try (PreparedStatement select =
        reader.prepareStatement("SELECT value FROM entry WHERE key = ?")) {
      select.setBytes(1, SmallStore.bytes(key).toByteArray());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? new String(row.getBytes(1), StandardCharsets.UTF_8) : "none";
      }
    }
  }
}
