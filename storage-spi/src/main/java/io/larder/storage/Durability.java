package io.larder.storage;

/** What an acknowledged write survives. */
public enum Durability {
  /** The end of the process, even by SIGKILL. */
  OS,
  /** A loss of power too. */
  FSYNC
}
