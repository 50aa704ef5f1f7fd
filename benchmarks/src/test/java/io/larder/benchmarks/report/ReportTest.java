package io.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final List<Sample> SAMPLES =
      List.of(
          Sample.of("put.os.1", "larder", 20_000, "ops/s"),
          Sample.of("put.os.1", "raw", 22_222, "ops/s"),
          Sample.of("put.os.1", "larder", 10_000, "ops/s").later(1),
          Sample.of("put.os.1", "raw", 10_000, "ops/s").later(1),
          Sample.of("put.os.1", "larder", 24_000, "ops/s").later(2),
          Sample.of("put.os.1", "raw", 30_000, "ops/s").later(2),
          Sample.of("put.os.1", "mapdb", 100, "ops/s"),
          Sample.of("kill.acknowledged", "mapdb", 50_000, "entries"),
          Sample.of("kill.lost", "mapdb", 50_000, "entries").withNote("does not open <any> more"));

  @TempDir private Path directory;

  private String page(String... failures) throws IOException {
    new Report(Page.STORES, List.of("short set, commit abc"), SAMPLES, List.of(failures))
        .write(directory);
    return Files.readString(directory.resolve("benchmarks.md"));
  }

  @Test
  void tellsWhatWasMeasuredWhereAndHowItStandsToTheTarget() throws IOException {
    assertThat(page())
        .contains("- short set, commit abc\n", "- processor: ", "- JDK: ")
        .contains(
            "| put, `os`, 1 thread, random keys | at least 0.8 × raw | 20,000 ops/s |"
                + " raw, 22,200 ops/s | 0.90 (0.80 to 1.00) | yes |\n")
        .contains("| `putAll` of 1,000 | at least 0.6 × raw batched SQLite | not measured |")
        .contains("| larder | 20,000 ops/s (10,000 to 24,000) |\n", "| mapdb | 100 ops/s |\n")
        .contains("| mapdb | 50,000 entries | 50,000 entries |\n")
        .contains("mapdb: does not open <any> more.")
        .doesNotContain("## 1,000 entries a call", "## Failed");
  }

  @Test
  void writesThePageOfThePostgresqlStoreBesideTheOther() throws IOException {
    List<Sample> samples =
        List.of(
            Sample.of("pg.put.8", "larder", 5_000, "ops/s"),
            Sample.of("pg.put.8", "pgjdbc", 5_000, "ops/s"),
            Sample.of("put.os.1", "larder", 5_000, "ops/s"));
    Path page =
        new Report(Page.POSTGRESQL, List.of("short set", "fsync = on"), samples, List.of())
            .write(directory);
    assertThat(page).isEqualTo(directory.resolve("benchmarks-postgresql.md"));
    assertThat(page)
        .content()
        .contains("- short set\n- fsync = on\n", "(benchmarks/postgresql-puts.svg)")
        .contains("| 5,000 ops/s | pgjdbc, 5,000 ops/s | 1.00 | **no** |\n")
        .doesNotContain("`os`");
    assertThat(directory.resolve("benchmarks/puts.svg")).doesNotExist();
  }

  @Test
  void tellsWhatFailed() throws IOException {
    assertThat(page("putAll of raw, round 1: the disk is full"))
        .contains("## Failed\n\n- putAll of raw, round 1: the disk is full\n");
  }

  @Test
  void drawsPlotsThatItsPageShows() throws Exception {
    assertThat(page()).contains("(benchmarks/puts.svg)");
    Path plot = directory.resolve("benchmarks/puts.svg");
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile());
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(3);
    assertThat(Files.readString(plot)).contains(">larder<", ">20,000 ops/s<");
  }
}
