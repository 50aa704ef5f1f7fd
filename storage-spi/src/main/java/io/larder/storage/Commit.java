package io.larder.storage;

import java.util.List;

/**
 * The answer to a batch.
 *
 * @param applied whether it was made; if not, nothing of it was
 * @param outcomes one for each mutation, in order
 */
public record Commit(boolean applied, List<Outcome> outcomes) {
  public Commit {
    outcomes = List.copyOf(outcomes);
  }

  /** The outcome of the only mutation of a batch of one. */
  public Outcome single() {
    if (outcomes.size() != 1) {
      throw new IllegalStateException("The batch had " + outcomes.size() + " mutations, not one.");
    }
    return outcomes.get(0);
  }
}
