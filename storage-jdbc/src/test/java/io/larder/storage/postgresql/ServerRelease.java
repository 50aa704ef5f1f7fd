package io.larder.storage.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The releases of PostgreSQL that tests run. */
public enum ServerRelease {
  /** The newest whose binaries are offered; on the class path. */
  NEWEST {
    @Override
    void choose(EmbeddedPostgres.Builder builder) {}
  },

  /** The oldest that the store supports; in the file that {@code -Dpostgresql.oldest} names. */
  OLDEST {
    @Override
    void choose(EmbeddedPostgres.Builder builder) {
      String file = System.getProperty("postgresql.oldest");
      if (file == null) {
        throw new IllegalStateException(
            "Set -Dpostgresql.oldest to the jar with the binaries of the oldest PostgreSQL; the"
                + " build keeps it in storage-jdbc/target.");
      }
      builder.setPgBinaryResolver((system, machine) -> archiveIn(file));
    }
  };

  abstract void choose(EmbeddedPostgres.Builder builder);

  /** The build copies the jar of its own platform, so there is but one archive in it. */
  private static InputStream archiveIn(String file) throws IOException {
    JarFile jar = new JarFile(file);
    for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
      JarEntry entry = entries.nextElement();
      if (entry.getName().endsWith(".txz")) {
        return new FilterInputStream(jar.getInputStream(entry)) {
          @Override
          public void close() throws IOException {
            jar.close();
          }
        };
      }
    }
    jar.close();
    throw new IllegalStateException("There are no PostgreSQL binaries in " + file);
  }
}
