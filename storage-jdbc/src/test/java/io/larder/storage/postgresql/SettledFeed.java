package io.larder.storage.postgresql;

import io.larder.storage.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * A store whose feed has come to the transactions that had begun when it is read. The feed ends
 * below the oldest that runs, and for a moment that is a hint's or autovacuum's, which a test knows
 * nothing of.
 */
final class SettledFeed {

  private SettledFeed() {}

  static Store of(Store store, PostgresServer server) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("changes")) {
                awaitHorizon(server);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void awaitHorizon(PostgresServer server) {
    String next = server.query("SELECT pg_snapshot_xmax(pg_current_snapshot())");
    server.await("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= '%s'::xid8".formatted(next));
  }
}
