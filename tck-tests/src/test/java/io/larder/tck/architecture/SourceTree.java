package io.larder.tck.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The Java sources of the whole repository, found from the working directory upwards. */
final class SourceTree {

  private static final Set<String> NOT_SOURCE = Set.of("target", ".git");

  private final Path root;

  private SourceTree(Path root) {
    this.root = root;
  }

  static SourceTree ofRepository() {
    Path start = Path.of("").toAbsolutePath();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      if (Files.isDirectory(directory.resolve("storage-spi"))
          && Files.isDirectory(directory.resolve(".mvn"))) {
        return new SourceTree(directory);
      }
    }
    throw new IllegalStateException("No directory above " + start + " holds the repository");
  }

  /** All {@code .java} files, tests and examples included, relative to the repository's root. */
  List<Path> javaFiles() {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(root::relativize)
          .filter(SourceTree::isSource)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long lines(Path file) {
    try (Stream<String> lines = Files.lines(root.resolve(file))) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(Path file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSource(Path file) {
    for (Path part : file) {
      if (NOT_SOURCE.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
