package io.larder.benchmarks.trace;

import java.util.Arrays;

/**
 * A sequence of accesses, each by the number of its key: 0, 1 and so on in the order in which keys
 * first occur. Immutable.
 */
public final class Trace {

  private final String name;
  private final int[] accesses;
  private final int distinctKeys;

  Trace(String name, int[] accesses, int distinctKeys) {
    this.name = name;
    this.accesses = accesses;
    this.distinctKeys = distinctKeys;
  }

  /** What it is called in reports. */
  public String name() {
    return name;
  }

  public int length() {
    return accesses.length;
  }

  /** The key of the access at that place, from 0 to {@link #distinctKeys} - 1. */
  public int key(int access) {
    return accesses[access];
  }

  public int distinctKeys() {
    return distinctKeys;
  }

  /** Its beginning, or all of it if it is no longer than that. */
  public Trace first(int length) {
    if (length >= accesses.length) {
      return this;
    }
    int[] beginning = Arrays.copyOf(accesses, length);
    int most = -1;
    for (int key : beginning) {
      most = Math.max(most, key);
    }
    return new Trace(name, beginning, most + 1);
  }
}
