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

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("put.os.1", "larder", 20_000, 1_000, "ops/s", ""),
          new Figure("put.os.1", "raw", 22_222, Double.NaN, "ops/s", ""),
          Figure.of("kill.acknowledged", "mapdb", 50_000, "entries"),
          Figure.of("kill.lost", "mapdb", 50_000, "entries").withNote("does not open <any> more"));

  @TempDir private Path directory;

  private String page() throws IOException {
    new Report("short set, commit abc", FIGURES).write(directory);
    return Files.readString(directory.resolve("benchmarks.md"));
  }

  @Test
  void tellsWhatWasMeasuredWhereAndHowItStandsToTheTarget() throws IOException {
    assertThat(page())
        .contains("- short set, commit abc\n", "- processor: ", "- JDK: ")
        .contains(
            "| put, `os`, 1 thread, random keys | at least 0.8 × raw | 20,000 ops/s |"
                + " raw, 22,200 ops/s | 0.90 | yes |\n")
        .contains("| `putAll` of 1,000 | at least 0.6 × raw batched SQLite | not measured |")
        .contains("| larder | 20,000 ops/s ± 5 % |\n", "| raw | 22,200 ops/s |\n")
        .contains("| mapdb | 50,000 entries | 50,000 entries |\n")
        .contains("mapdb: does not open <any> more.")
        .doesNotContain("## 1,000 entries a call");
  }

  @Test
  void drawsPlotsThatItsPageShows() throws Exception {
    assertThat(page()).contains("(benchmarks/puts.svg)");
    Path plot = directory.resolve("benchmarks/puts.svg");
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile());
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(2);
    assertThat(Files.readString(plot)).contains(">larder<", ">20,000 ops/s<");
  }
}
