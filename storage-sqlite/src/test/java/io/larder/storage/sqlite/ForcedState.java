package io.larder.storage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What a database and its log held at one time: all that a loss of power leaves. */
final class ForcedState {

  private static final List<String> SUFFIXES = List.of("", "-wal");

  private final Path file;

  private ForcedState(Path file) {
    this.file = file;
  }

  static ForcedState of(Path file) throws IOException {
    ForcedState state = new ForcedState(file);
    for (String suffix : SUFFIXES) {
      Files.copy(
          state.path(suffix), state.path(suffix + ".kept"), StandardCopyOption.REPLACE_EXISTING);
    }
    return state;
  }

  /** Takes back what was committed since; nobody may have the file open. */
  void putBack() throws IOException {
    for (String suffix : SUFFIXES) {
      // Over the same inode: it is the same file.
      Files.write(path(suffix), Files.readAllBytes(path(suffix + ".kept")));
    }
    Files.deleteIfExists(path("-shm"));
  }

  private Path path(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
