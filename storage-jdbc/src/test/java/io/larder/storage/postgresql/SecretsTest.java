package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In a process of its own everything that Larder, the pool and the driver can log is logged, and
 * what may be shown is printed, for stores that open and stores that do not.
 */
class SecretsTest {

  @Test
  void noPasswordIsLoggedOrShown(@TempDir Path directory) throws Exception {
    try (ServerRole role = ServerRole.create()) {
      role.execute("GRANT CREATE ON DATABASE %1$s TO %1$s".formatted(role.name()));
      Path output = directory.resolve("output.txt");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SecretsTest.class.getName(),
                  role.url(),
                  role.name(),
                  role.password())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor()).isZero();
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(printed)
          .contains("HikariConfig", "org.postgresql", "opened: Life[", "refused: ")
          .doesNotContain(role.password());
    }
  }

  /** Opens what the arguments name in every way, and shows all that there is to see. */
  public static void main(String[] arguments) throws Exception {
    Handler console = new ConsoleHandler();
    console.setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(console);
    root.setLevel(Level.ALL);
    String url = arguments[0];
    String user = arguments[1];
    String password = arguments[2];
    String credentials = "?user=%s&password=%s".formatted(user, password);
    Map<String, String> settings =
        Map.of(
            PostgresSettings.USER,
            user,
            PostgresSettings.PASSWORD,
            password,
            PostgresSettings.CONNECTION_TIMEOUT,
            "1s");
    show(url + credentials, Map.of());
    show(url, settings);
    show(url + "_missing" + credentials, Map.of());
    show(url + credentials + "&sslmode=require", Map.of());
    show(url + credentials + "&sslmode=nonsense", Map.of());
    show(url + credentials + "&user=postgres&options=-cnonsense=1", Map.of());
    show("jdbc:postgresql://localhost:1/app" + credentials, Map.of());
    show("jdbc:postgresql://localhost:port/app" + credentials, Map.of());
    show("jdbc:postgresql://%s:%s@localhost/app".formatted(user, password), Map.of());
    show("jdbc:mysql://%s:%s@localhost/app".formatted(user, password), Map.of());
    show("jdbc:postgresql://no-such-host.invalid/app", settings);
  }

  private static void show(String url, Map<String, String> settings) throws Exception {
    StoreOptions options = StoreOptions.DEFAULT;
    try {
      PostgresSettings read = Connecting.settings(settings);
      Database database = Database.of(StoreLocation.parse(url), read);
      System.out.println(read + " " + database + " " + read.writtenOut(options, database.agreed()));
      try (PostgresConnections connections = PostgresConnections.open(database, read);
          Connection reader = connections.reader()) {
        System.out.println("opened: " + connections.life() + reader.getMetaData());
        Thread.getAllStackTraces().keySet().forEach(System.out::println);
        Sql.execute(reader, "SELECT 1 / 0");
      }
    } catch (Exception e) {
      System.out.println("refused: " + e);
      e.printStackTrace(System.out);
    }
  }
}
