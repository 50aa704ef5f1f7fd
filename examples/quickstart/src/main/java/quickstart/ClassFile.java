package quickstart;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A class file of a JDK, as the cache's key: another Java version has other files. */
record ClassFile(String javaVersion, String path) implements Serializable {

  private static final Path MODULES =
      FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");

  static List<ClassFile> ofThisJdk() throws IOException {
    String version = Runtime.version().toString();
    try (Stream<Path> files = Files.walk(MODULES)) {
      return files
          .map(file -> MODULES.relativize(file).toString())
          .filter(path -> path.endsWith(".class"))
          .map(path -> new ClassFile(version, path))
          .toList();
    }
  }

  byte[] content() {
    try {
      return Files.readAllBytes(MODULES.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
