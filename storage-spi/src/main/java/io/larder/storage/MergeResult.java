package io.larder.storage;

import java.util.List;

/**
 * What became of merged rows.
 *
 * @param applied how many changed this store
 * @param ignored how many were already known or older than what stands
 * @param conflicts values that lost, on either side, newly recorded
 */
public record MergeResult(int applied, int ignored, List<Conflict> conflicts) {
  public MergeResult {
    conflicts = List.copyOf(conflicts);
  }
}
