package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption is the driver's affair: its parameters pass through. */
class TlsTest {

  private static final char[] STORE_PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;

  @Test
  void theParametersOfTheUrlReachTheDriver() throws Exception {
    try (PostgresServer server = PostgresServer.create()) {
      Path certificate = encrypt(server);
      String verified = server.url() + "&sslmode=verify-full&sslrootcert=";
      try (PostgresConnections connections = Connecting.to(verified + certificate, Map.of());
          Connection reader = connections.reader();
          Connection writer = connections.writer().connection()) {
        assertThat(isEncrypted(reader)).isTrue();
        assertThat(isEncrypted(writer)).isTrue();
      }
      try (PostgresConnections connections =
              Connecting.to(server.url() + "&sslmode=disable", Map.of());
          Connection reader = connections.reader()) {
        assertThat(isEncrypted(reader)).isFalse();
      }
      Path another = Files.writeString(directory.resolve("another.pem"), pem(keys("another")));
      assertThatThrownBy(() -> Connecting.to(verified + another, Map.of()))
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(
              "localhost:" + server.port(), "user 'postgres'", "encrypted", "sslrootcert");
    }
  }

  @Test
  void aServerWithoutEncryptionIsRefusedToThoseWhoAskForIt() {
    PostgresServer server = PostgresServer.shared();
    assertThatThrownBy(() -> Connecting.to(server.url() + "&sslmode=require", Map.of()))
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll("localhost:" + server.port(), "does not support SSL");
  }

  private Path encrypt(PostgresServer server) throws Exception {
    KeyStore keys = keys("localhost");
    Path certificate = server.directory().resolve("server.crt");
    Files.writeString(certificate, pem(keys));
    Path key =
        Files.createFile(
            server.directory().resolve("server.key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    byte[] encoded = keys.getKey("server", STORE_PASSWORD).getEncoded();
    Files.writeString(key, block("PRIVATE KEY", encoded));
    server.execute("ALTER SYSTEM SET ssl = on");
    server.execute("SELECT pg_reload_conf()");
    server.await("SELECT current_setting('ssl') = 'on'");
    return certificate;
  }

  /** A self-signed certificate and its key. */
  private KeyStore keys(String host)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve(host + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(STORE_PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, STORE_PASSWORD);
    }
    return keys;
  }

  private static String pem(KeyStore keys) throws GeneralSecurityException {
    return block("CERTIFICATE", keys.getCertificate("server").getEncoded());
  }

  private static String block(String type, byte[] content) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
        .formatted(type, lines.encodeToString(content));
  }

  private static boolean isEncrypted(Connection connection) throws SQLException {
    return Sql.query(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        .equals("t");
  }
}
