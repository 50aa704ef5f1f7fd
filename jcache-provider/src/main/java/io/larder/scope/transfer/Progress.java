package io.larder.scope.transfer;

/**
 * How far an export or import has come.
 *
 * @param phase what it is doing
 * @param entries how many entries it has seen in this phase
 * @param ofEntries how many there are, or {@link #UNKNOWN}; of an export about so many
 * @param bytes how many bytes of the file it has written or read in this phase
 * @param ofBytes how many there are, or {@link #UNKNOWN}
 */
public record Progress(Phase phase, long entries, long ofEntries, long bytes, long ofBytes) {

  /** A number that is not known. */
  public static final long UNKNOWN = -1;

  /** What is being done. */
  public enum Phase {
    /** Entries are written to a file. */
    EXPORTING,
    /** A file is read to see that it is whole; nothing is written. */
    CHECKING,
    /** Entries are written to the store, or compared with it. */
    IMPORTING
  }
}
