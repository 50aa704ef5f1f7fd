package io.larder.tck.postgresql;

import io.larder.storage.postgresql.PostgresServer;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Where {@code larder.store} asks for an embedded PostgreSQL, starts one and names it instead: the
 * TCK knows nothing of servers.
 */
public final class EmbeddedStore implements LauncherSessionListener {

  private static final String SETTING = "larder.store";
  private static final String EMBEDDED = "jdbc:postgresql:embedded";

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (EMBEDDED.equals(System.getProperty(SETTING))) {
      System.setProperty(SETTING, PostgresServer.shared().url());
    }
  }
}
