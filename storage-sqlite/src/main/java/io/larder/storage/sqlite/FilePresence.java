package io.larder.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Looks whether the path still leads to the file that a store has open. One that was deleted, or
 * replaced by another, can be written to as long as it is open, and all of that is lost. (The inode
 * of an open file is given to no other.) Thread-safe.
 */
final class FilePresence {

  private final Path file;
  private final Failures failures;
  private final String inode;

  /** Takes the file that is there now for the open one. */
  FilePresence(Path file, Failures failures) throws IOException {
    this.file = file;
    this.failures = failures;
    this.inode = FileIdentity.inode(file);
  }

  /** Looks; if it is another file, all reads and writes of the store fail from now on. */
  void check() {
    try {
      if (!FileIdentity.inode(file).equals(inode) || !Files.exists(file)) {
        failures.lost("replaced by another");
      }
    } catch (NoSuchFileException e) {
      failures.lost("deleted");
    } catch (IOException e) {
      throw failures.of(e);
    }
  }
}
