package io.larder.tck.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules on every source file of the repository: short enough to read, named for what it does. */
class SourceRulesTest {

  private static final int MAX_LINES = 500;

  private final SourceTree sources = SourceTree.ofRepository();
  private final List<Path> files = sources.javaFiles();

  @Test
  void seesTheWholeRepository() {
    assertThat(files)
        .contains(
            Path.of("storage-spi/src/main/java/io/larder/storage/package-info.java"),
            Path.of("examples/quickstart/src/main/java/quickstart/package-info.java"),
            Path.of("tck-tests/src/test/java/io/larder/tck/architecture/SourceRulesTest.java"));
  }

  @Test
  void noFilePasses500Lines() {
    assertThat(files).filteredOn(file -> sources.lines(file) > MAX_LINES).isEmpty();
  }

  @Test
  void noFileIsNamedAsADrawer() {
    assertThat(files).filteredOn(file -> DrawerName.isOne(typeName(file))).isEmpty();
  }

  private static String typeName(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }
}
