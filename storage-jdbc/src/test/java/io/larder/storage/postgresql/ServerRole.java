package io.larder.storage.postgresql;

import java.util.Map;
import java.util.UUID;

/**
 * A user of the shared server, who is asked for a password, and a database for it.
 *
 * @param name of both; needs no quotes
 */
record ServerRole(PostgresServer server, String name, String password) implements AutoCloseable {

  static ServerRole create() {
    return create("ENCODING 'UTF8'");
  }

  /** With a database that is made so. */
  static ServerRole create(String database) {
    PostgresServer server = PostgresServer.shared();
    String name = "web_" + UUID.randomUUID().toString().replace("-", "");
    ServerRole role = new ServerRole(server, name, "s3cr3t-" + UUID.randomUUID());
    role.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, role.password));
    role.execute("CREATE DATABASE %s TEMPLATE template0 %s".formatted(name, database));
    return role;
  }

  void execute(String sql) {
    server.execute(sql);
  }

  /** Runs a statement as the superuser in this database. */
  void executeWithin(String sql) {
    Sql.execute(superuserUrl(), sql);
  }

  String superuserUrl() {
    return "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(server.port(), name);
  }

  String url() {
    return "jdbc:postgresql://localhost:%d/%s".formatted(server.port(), name);
  }

  Map<String, String> credentials() {
    return Map.of(PostgresSettings.USER, name, PostgresSettings.PASSWORD, password);
  }

  @Override
  public void close() {
    execute("DROP DATABASE %s WITH (FORCE)".formatted(name));
    execute("DROP ROLE " + name);
  }
}
