package io.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresPlanTest {

  private static List<String> names(List<Run> runs) {
    return runs.stream().map(Run::name).toList();
  }

  private static Part part(String name, String... arguments) {
    return PostgresPlan.parts(Arguments.parse(arguments), Path.of(".")).stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatATargetComparesTakesTurns() {
    assertThat(names(part("pg.put").rivals()))
        .containsExactly(
            "pg.put.8 of larder",
            "pg.put.8 of pgjdbc",
            "pg.put.64 of larder",
            "pg.put.64 of pgjdbc");
    assertThat(names(part("pg.get").rivals()))
        .containsExactly("pg.get.1 of larder", "pg.get.1 of pgjdbc");
    assertThat(names(part("pg.nodes").rivals()))
        .containsExactly("pg.nodes.1 of larder", "pg.nodes.2 of larder");
    assertThat(part("pg.put").rounds()).isGreaterThan(1);
  }

  @Test
  void onlyTheFullSetHasTenMillionEntries() {
    assertThat(arguments(part("pg.growth"))).doesNotContain(10_000_000);
    assertThat(arguments(part("pg.growth", "--full"))).contains(10_000_000);
  }

  private static List<Object> arguments(Part growth) {
    return List.copyOf(((ChildRun) growth.others().get(0)).arguments());
  }
}
