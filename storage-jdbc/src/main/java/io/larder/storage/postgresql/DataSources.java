package io.larder.storage.postgresql;

import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * The data sources that the application has made itself, by name: {@code larder.store} is then
 * {@code datasource:NAME}. A name that begins with {@code java:} is looked up with JNDI instead.
 *
 * <p>Larder keeps connections for long and pools them itself, so what it needs is a data source
 * without a pool, or a pool that can spare {@code larder.postgresql.readers} connections and five
 * more. It closes the connections that it was given, and never the data source. Thread-safe.
 */
public final class DataSources {

  private static final String JNDI = "java:";
  private static final ConcurrentMap<String, DataSource> BOUND = new ConcurrentSkipListMap<>();

  private DataSources() {}

  /**
   * Gives a data source a name, before a store is opened by it. Stores that are open keep what they
   * were opened with.
   *
   * @param name not blank, and without {@code java:}, which is JNDI's
   * @throws IllegalArgumentException if the name cannot be one, or another data source has it
   */
  public static void bind(String name, DataSource dataSource) {
    if (name.isBlank() || name.startsWith(JNDI)) {
      throw new IllegalArgumentException(
          "A data source cannot be bound as '%s': the name is blank, or JNDI's.".formatted(name));
    }
    DataSource standing = BOUND.putIfAbsent(name, dataSource);
    if (standing != null && standing != dataSource) {
      throw new IllegalArgumentException(
          "Another data source is bound as '%s': unbind it first, or choose another name."
              .formatted(name));
    }
  }

  /** Forgets a name; nothing if there is no such name. */
  public static void unbind(String name) {
    BOUND.remove(name);
  }

  /**
   * Finds what a name stands for.
   *
   * @throws IllegalArgumentException if nothing
   */
  static DataSource find(String name) {
    if (name.startsWith(JNDI)) {
      return lookUp(name);
    }
    DataSource found = BOUND.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          ("There is no data source '%s' (larder.store=datasource:%s); bound are: %s. Call"
                  + " DataSources.bind(\"%s\", dataSource) before the store is opened, or name one"
                  + " of JNDI's: datasource:java:comp/env/jdbc/app.")
              .formatted(name, name, BOUND.keySet(), name));
    }
    return found;
  }

  // Names with java: stay within this process; those that lead elsewhere never come here.
  @SuppressWarnings("BanJNDI")
  private static DataSource lookUp(String name) {
    try {
      if (InitialContext.doLookup(name) instanceof DataSource found) {
        return found;
      }
    } catch (NamingException e) {
      throw new IllegalArgumentException(
          "JNDI does not know the data source '%s' (larder.store=datasource:%s): %s."
              .formatted(name, name, e),
          e);
    }
    throw new IllegalArgumentException(
        "What JNDI knows as '%s' (larder.store=datasource:%s) is no javax.sql.DataSource."
            .formatted(name, name));
  }
}
