package io.larder.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.tck.history.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker finds what is wrong, and nothing else. */
class LinearizabilityTest {

  private static final List<Kind> KINDS = List.of(Kind.values());

  @ParameterizedTest
  @ValueSource(
      strings = {
        // One after the other.
        "GET k - - 1 2 -; PUT k a - 3 4 -; GET k - - 5 6 a; REMOVE k - - 7 8 true; GET k - - 9 10 -",
        // While a put is under way both values can be read, the old one first.
        "PUT k a - 1 10 -; GET k - - 2 3 -; GET k - - 4 5 a",
        // Of two that overlap, the one that started later may come first.
        "PUT_IF_ABSENT k a - 1 4 false; PUT_IF_ABSENT k b - 2 3 true; GET k - - 5 6 b",
        "REPLACE_EXACTLY k c b 1 9 true; PUT k a - 2 3 -; REPLACE_EXACTLY k b a 4 5 true",
        // What failed may have happened, late or never.
        "PUT k a - 1 9223372036854775807 -; GET k - - 2 3 -; GET k - - 4 5 a",
        "PUT k a - 1 9223372036854775807 -; GET k - - 2 3 -; GET k - - 4 5 -",
        "REMOVE k - - 1 9223372036854775807 -; PUT k a - 2 3 -; GET k - - 4 5 a; GET k - - 6 7 -",
        // Keys have nothing to do with each other.
        "PUT k a - 1 2 -; GET other - - 3 4 -",
        "PUT k a - 1 2 -; REMOVE_EXACTLY k - b 3 4 false; REPLACE k b - 5 6 true; GET_AND_PUT k c - 7 8 b"
      })
  void whatAnOrderExplainsIsAccepted(String history) {
    assertThat(Linearizability.violation(parse(history))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A stale read.
        "PUT k a - 1 2 -; PUT k b - 3 4 -; GET k - - 5 6 a",
        // A value that nobody wrote.
        "PUT k a - 1 2 -; GET k - - 3 4 b",
        // The new value, then the old one.
        "PUT k a - 1 2 -; PUT k b - 3 10 -; GET k - - 4 5 b; GET k - - 6 7 a",
        // Two winners.
        "PUT_IF_ABSENT k a - 1 4 true; PUT_IF_ABSENT k b - 2 3 true",
        "PUT k a - 1 2 -; REPLACE_EXACTLY k b a 3 6 true; REPLACE_EXACTLY k c a 4 5 true",
        "PUT k a - 1 2 -; REMOVE k - - 3 6 true; REMOVE k - - 4 5 true",
        // No winner.
        "PUT_IF_ABSENT k a - 1 4 false; PUT_IF_ABSENT k b - 2 3 false",
        // A lost update.
        "PUT k a - 1 2 -; GET_AND_PUT k b - 3 6 a; GET_AND_PUT k c - 4 5 a",
        // Replaced what was not there.
        "REPLACE k a - 1 2 true",
        // What failed may have happened late, but only once.
        "PUT k a - 1 9223372036854775807 -; GET k - - 2 3 a; REMOVE k - - 4 5 true; GET k - - 6 7 a",
        // It had not begun yet.
        "GET k - - 1 2 a; PUT k a - 3 9223372036854775807 -",
        // One bad key among good ones.
        "PUT k a - 1 2 -; GET k - - 3 4 a; PUT bad a - 1 2 -; GET bad - - 3 4 -"
      })
  void whatNoOrderExplainsIsRejected(String history) {
    assertThat(Linearizability.violation(parse(history))).isPresent();
  }

  /** Small histories, half of them with one answer forged, against all their permutations. */
  @Test
  void itAgreesWithTryingAllOrders() {
    Random random = new Random(20_260_101);
    int accepted = 0;
    int rejected = 0;
    for (int i = 0; i < 4_000; i++) {
      List<Operation> history = randomHistory(random, 6, 3, 0.05);
      if (random.nextBoolean()) {
        forge(history, random);
      }
      boolean explained = Permutations.explain(history);
      assertThat(Linearizability.violation(history).isEmpty())
          .as("%s", history)
          .isEqualTo(explained);
      if (explained) {
        accepted++;
      } else {
        rejected++;
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
    assertThat(rejected).isGreaterThan(500);
  }

  /** As long and as concurrent as those that tests record, with a few calls that failed. */
  @Test
  void longHistoriesOfManyCallersAreDecided() {
    Random random = new Random(20_260_102);
    for (int i = 0; i < 3; i++) {
      List<Operation> history = randomHistory(random, 2_000, 8, 0.001);
      assertThat(Linearizability.violation(history)).isEmpty();
      // A value that was overwritten long ago.
      history.add(new Operation(Kind.PUT, "k", "last", null, 1_000_000, 1_000_001, null));
      history.add(new Operation(Kind.GET, "k", null, null, 1_000_002, 1_000_003, "v7"));
      assertThat(Linearizability.violation(history)).isPresent();
    }
  }

  private static List<Operation> parse(String history) {
    return history
        .lines()
        .flatMap(line -> List.of(line.split("; ")).stream())
        .map(Operation::parse)
        .toList();
  }

  /** Each operation happens at one moment; its call and return lie around that. */
  private static List<Operation> randomHistory(
      Random random, int size, int overlap, double failures) {
    List<Operation> history = new ArrayList<>();
    String held = null;
    for (int i = 0; i < size; i++) {
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      String expected = kind.expects() ? Objects.requireNonNullElse(held, "none") : null;
      if (kind.expects() && random.nextInt(3) == 0) {
        expected = "v" + random.nextInt(size);
      }
      long moment = 100L * i;
      boolean failed = random.nextDouble() < failures;
      Operation asked =
          new Operation(
              kind,
              "k",
              "v" + i,
              expected,
              moment - random.nextInt(50 * overlap),
              failed ? Operation.NEVER : moment + random.nextInt(50 * overlap),
              null);
      if (failed && random.nextBoolean()) {
        history.add(asked);
      } else {
        Operation.Step step = asked.applyTo(held);
        held = step.held();
        history.add(answered(asked, failed ? null : step.answer()));
      }
    }
    return history;
  }

  private static void forge(List<Operation> history, Random random) {
    int index = random.nextInt(history.size());
    Operation operation = history.get(index);
    String answer = operation.answer();
    if (answer == null || operation.ended() == Operation.NEVER) {
      return;
    }
    String forged =
        switch (answer) {
          case "true" -> "false";
          case "false" -> "true";
          default -> "v" + random.nextInt(history.size());
        };
    history.set(index, answered(operation, forged));
  }

  private static Operation answered(Operation asked, String answer) {
    return new Operation(
        asked.kind(),
        asked.key(),
        asked.value(),
        asked.expected(),
        asked.started(),
        asked.ended(),
        answer);
  }
}
