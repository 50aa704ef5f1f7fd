package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a contender that holds all keys. Filling takes seconds and copying does not, so they
 * are made once in a whole set, by the first fork that wants them, beside the scratch directories.
 */
final class Filled {

  private Filled() {}

  static void copy(String contender, Workload workload, Path directory) {
    try {
      copy(original(contender, workload), directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path original(String contender, Workload workload) throws IOException {
    Path original = Path.of(System.getProperty("java.io.tmpdir"), "filled-" + contender);
    if (!Files.exists(original)) {
      Path unfinished = Files.createTempDirectory("filling-" + contender);
      try (Contender open = Contenders.open(contender, unfinished, StoreState.HEAP_ENTRIES)) {
        workload.fill(open, Workload.KEYS);
      }
      Files.move(unfinished, original, StandardCopyOption.ATOMIC_MOVE);
    }
    return original;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(from)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      Path copy = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(path, copy);
        force(copy);
      }
    }
  }

  /** What is still to be written by the system must not be measured. */
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
