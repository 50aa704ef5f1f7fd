package io.larder.config;

/** What a stored entry that can no longer be decoded is to its reader. */
public enum Undecodable {
  /** An error that says why. */
  FAIL,
  /** Absent; it is loaded or written anew. */
  MISS
}
