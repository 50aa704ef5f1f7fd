package io.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final List<Part> PARTS = Plan.parts(Arguments.parse(), Path.of("."));

  private static Part part(String name) {
    return PARTS.stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> names(List<Run> runs) {
    return runs.stream().map(Run::name).toList();
  }

  @Test
  void whatATargetComparesTakesTurnsAndTheRestIsMeasuredOnce() {
    Part puts = part("put.os");
    assertThat(puts.rounds()).isGreaterThan(1);
    assertThat(names(puts.rivals()))
        .containsExactly(
            "put.os.1 of larder",
            "put.os.1 of raw",
            "put.os.8 of larder",
            "put.os.8 of raw-connections");
    assertThat(names(puts.others())).contains("put.os.1 of mapdb-commit", "put.os.8 of raw");
    Part trace = part("trace");
    assertThat(names(trace.rivals())).containsExactly("trace of larder", "trace of ehcache-disk");
    assertThat(names(trace.others())).contains("trace of mvstore-auto", "trace of mapdb");
    assertThat(names(part("getAll").rivals()))
        .containsExactly("getAll of larder", "gets of larder");
  }

  @Test
  void partsHaveDifferentNames() {
    assertThat(PARTS).extracting(Part::name).doesNotHaveDuplicates();
  }
}
