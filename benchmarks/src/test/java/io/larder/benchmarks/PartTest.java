package io.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.benchmarks.report.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartTest {

  private record Named(String contender) implements Run {

    @Override
    public String measure() {
      return "put";
    }

    @Override
    public List<Sample> run(int round) {
      return List.of();
    }
  }

  private static List<String> turns(Part part) {
    return part.turns().stream().map(turn -> turn.round() + " " + turn.run().contender()).toList();
  }

  @Test
  void rivalsTakeTurnsInEachRoundAndOthersHaveOne() {
    List<Run> rivals = List.of(new Named("larder"), new Named("raw"));
    List<Run> others = List.of(new Named("mapdb"), new Named("ehcache"));
    assertThat(turns(new Part("put", 3, rivals, others)))
        .containsExactly(
            "0 larder", "0 raw", "1 raw", "1 larder", "2 larder", "2 raw", "0 mapdb", "0 ehcache");
  }

  @Test
  void withoutRivalsThereIsOneTurnForEach() {
    List<Run> runs = List.of(new Named("larder"), new Named("raw"));
    assertThat(turns(Part.once("kill", runs))).containsExactly("0 larder", "0 raw");
  }
}
