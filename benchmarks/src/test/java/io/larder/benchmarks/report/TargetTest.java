package io.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final Target HIT = target("hit.map");
  private static final Target PUT = target("put.os.1");
  private static final Target OPENING = target("growth.open.10000000");

  private static Target target(String measure) {
    return Target.ALL.stream()
        .filter(target -> target.measure().equals(measure))
        .findFirst()
        .orElseThrow();
  }

  private static Target.Verdict judge(Target target, Figure... figures) {
    return target.judge(List.of(figures)).orElseThrow();
  }

  @Test
  void timesAreHeldAgainstTheBestPeer() {
    Figure slow = Figure.of("hit.map", "ehcache", 900, "ns");
    Figure best = Figure.of("hit.map", "cache2k", 500, "ns");
    Figure raw = Figure.of("hit.map", "caffeine", 1, "ns");
    Target.Verdict met = judge(HIT, slow, best, raw, Figure.of("hit.map", "larder", 100, "ns"));
    assertThat(met.peer()).isEqualTo(best);
    assertThat(met.ratio()).isEqualTo(5);
    assertThat(met.met()).isTrue();
    assertThat(judge(HIT, best, Figure.of("hit.map", "larder", 101, "ns")).met()).isFalse();
  }

  @Test
  void ratesAreBetterTheHigherTheyAre() {
    Figure raw = Figure.of("put.os.1", "raw", 1000, "ops/s");
    assertThat(judge(PUT, raw, Figure.of("put.os.1", "larder", 800, "ops/s")).met()).isTrue();
    assertThat(judge(PUT, raw, Figure.of("put.os.1", "larder", 799, "ops/s")).met()).isFalse();
  }

  @Test
  void absoluteBoundsNeedNoPeer() {
    Figure opening = Figure.of("growth.open.10000000", "larder", 300, "ms");
    assertThat(judge(OPENING, opening).met()).isTrue();
    assertThat(judge(OPENING, opening).peer()).isNull();
    assertThat(judge(OPENING, Figure.of("growth.open.10000000", "larder", 301, "ms")).met())
        .isFalse();
  }

  @Test
  void withoutAllFiguresThereIsNoVerdict() {
    assertThat(HIT.judge(List.of(Figure.of("hit.map", "larder", 1, "ns")))).isEmpty();
    assertThat(HIT.judge(List.of(Figure.of("hit.map", "ehcache", 1, "ns")))).isEmpty();
    assertThat(OPENING.judge(List.of())).isEmpty();
  }

  @Test
  void eachIsAboutMeasuresOfTheReport() {
    List<String> known =
        Measure.GROUPS.stream().flatMap(g -> g.measures().stream()).map(Measure::id).toList();
    List<String> used = new ArrayList<>();
    for (Target target : Target.ALL) {
      used.add(target.measure());
      if (target.against() != null) {
        used.add(target.against());
      }
    }
    assertThat(known).containsAll(used).doesNotHaveDuplicates();
  }
}
