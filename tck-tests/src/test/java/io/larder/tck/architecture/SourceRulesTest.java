package io.larder.tck.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules on every source file of the repository: short enough to read, named for what it does. */
class SourceRulesTest {

  private static final int MAX_LINES = 500;

  private static final Pattern REMOVES_ENTRIES =
      Pattern.compile("delete\\s+from\\s+\\{?entry\\b", Pattern.CASE_INSENSITIVE);

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

  /**
   * The row that was written last tells a SQL store which position and timestamp were given out
   * last. Who removes rows must keep that elsewhere, as the one who flushes a write set does.
   */
  @Test
  void onlyAFlushRemovesEntries() {
    assertThat(files)
        .filteredOn(file -> file.getName(0).toString().startsWith("storage-"))
        .filteredOn(file -> file.toString().contains("src/main"))
        .filteredOn(file -> REMOVES_ENTRIES.matcher(sources.text(file)).find())
        .extracting(SourceRulesTest::typeName)
        .containsExactlyInAnyOrder("SqlFlush", "PostgresFlush");
  }

  private static String typeName(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }
}
