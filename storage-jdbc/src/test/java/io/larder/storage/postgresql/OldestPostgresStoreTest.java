package io.larder.storage.postgresql;

/** On the oldest server that is supported, too. */
class OldestPostgresStoreTest extends PostgresStoreTest {

  @Override
  PostgresServer server() {
    return PostgresServer.shared(ServerRelease.OLDEST);
  }
}
