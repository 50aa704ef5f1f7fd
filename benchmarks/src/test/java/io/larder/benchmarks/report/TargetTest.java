package io.larder.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static Target.Verdict judge(Target target, Sample... samples) {
    return target.judge(Figure.of(List.of(samples))).orElseThrow();
  }

  @Test
  void timesAreHeldAgainstTheBestPeer() {
    Sample slow = Sample.of("hit.map", "ehcache", 900, "ns");
    Sample best = Sample.of("hit.map", "cache2k", 500, "ns");
    Sample raw = Sample.of("hit.map", "caffeine", 1, "ns");
    Target.Verdict met = judge(HIT, slow, best, raw, Sample.of("hit.map", "larder", 100, "ns"));
    assertThat(met.peer()).isEqualTo(Figure.of(List.of(best)).get(0));
    assertThat(met.ratio()).isEqualTo(new Spread(5, 5, 5, 1));
    assertThat(met.met()).isTrue();
    assertThat(judge(HIT, best, Sample.of("hit.map", "larder", 101, "ns")).met()).isFalse();
  }

  @Test
  void ratesAreBetterTheHigherTheyAre() {
    Sample raw = Sample.of("put.os.1", "raw", 1000, "ops/s");
    assertThat(judge(PUT, raw, Sample.of("put.os.1", "larder", 800, "ops/s")).met()).isTrue();
    assertThat(judge(PUT, raw, Sample.of("put.os.1", "larder", 799, "ops/s")).met()).isFalse();
  }

  /** The medians alone, 800 and 1,000, would say yes. */
  @Test
  void theMedianOfTheRoundsDecides() {
    List<Sample> samples = new ArrayList<>();
    double[][] rounds = {{700, 1000}, {800, 1100}, {3000, 1000}};
    for (int round = 0; round < rounds.length; round++) {
      samples.add(Sample.of("put.os.1", "larder", rounds[round][0], "ops/s").later(round));
      samples.add(Sample.of("put.os.1", "raw", rounds[round][1], "ops/s").later(round));
    }
    Target.Verdict missed = judge(PUT, samples.toArray(Sample[]::new));
    assertThat(missed.figure().value()).isEqualTo(800);
    assertThat(missed.ratio()).isEqualTo(new Spread(800.0 / 1100, 0.7, 3, 3));
    assertThat(missed.met()).isFalse();
  }

  @Test
  void saysWhoIsCompared() {
    assertThat(Page.STORES.compares("put.os.8", "larder")).isTrue();
    assertThat(Page.STORES.compares("put.os.1", "raw")).isTrue();
    assertThat(Page.STORES.compares("hit.map", "infinispan")).isTrue();
    assertThat(Page.STORES.compares("put.os.8", "raw")).isFalse();
    assertThat(Page.STORES.compares("memory.strings.over", "larder")).isFalse();
  }

  @Test
  void absoluteBoundsNeedNoPeer() {
    Sample opening = Sample.of("growth.open.10000000", "larder", 300, "ms");
    assertThat(judge(OPENING, opening).met()).isTrue();
    assertThat(judge(OPENING, opening).peer()).isNull();
    assertThat(judge(OPENING, Sample.of("growth.open.10000000", "larder", 301, "ms")).met())
        .isFalse();
  }

  @Test
  void withoutAllFiguresThereIsNoVerdict() {
    assertThat(HIT.judge(Figure.of(List.of(Sample.of("hit.map", "larder", 1, "ns"))))).isEmpty();
    assertThat(HIT.judge(Figure.of(List.of(Sample.of("hit.map", "ehcache", 1, "ns"))))).isEmpty();
    assertThat(OPENING.judge(List.of())).isEmpty();
  }

  static List<Page> pages() {
    return List.of(Page.STORES, Page.POSTGRESQL);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void eachIsAboutMeasuresOfItsPage(Page page) {
    List<String> known =
        page.groups().stream().flatMap(g -> g.measures().stream()).map(Measure::id).toList();
    List<String> used = new ArrayList<>();
    for (Target target : page.targets()) {
      used.add(target.measure());
      if (target.against() != null) {
        used.add(target.against());
      }
    }
    assertThat(known).containsAll(used).doesNotHaveDuplicates();
  }

  @Test
  void delaysAreHeldToTheirBounds() {
    Target delay =
        Page.POSTGRESQL.targets().stream()
            .filter(target -> target.measure().equals("pg.delay.loaded.99"))
            .findFirst()
            .orElseThrow();
    assertThat(judge(delay, Sample.of(delay.measure(), "larder", 100, "ms")).met()).isTrue();
    assertThat(judge(delay, Sample.of(delay.measure(), "larder", 101, "ms")).met()).isFalse();
  }
}
