package io.larder.storage;

/**
 * A batch of remote rows holds one that is not to be merged; nothing of the batch was merged, its
 * cursor has not moved, and this store's clock has observed nothing of it. Who replicates parks
 * that peer: merging the same batch again helps only after {@link Reason#AHEAD_OF_CLOCK}, once the
 * clocks agree or the time has come.
 */
public final class RefusedChangeException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Why a row is refused. */
  public enum Reason {
    /** No store writes such a row: the peer is broken or hostile. */
    IMPOSSIBLE,
    /**
     * The row was written too far in the future by this store's clock, or counts more clears than
     * there was time for by it: one of the two is wrong.
     */
    AHEAD_OF_CLOCK
  }

  private final Reason reason;
  private final long origin;

  /**
   * @param origin the store replica that made the refused change, by the row's own word
   * @param message names the space, the key, the origin, the value and its bound
   */
  public RefusedChangeException(Reason reason, long origin, String message) {
    super(message);
    this.reason = reason;
    this.origin = origin;
  }

  public Reason reason() {
    return reason;
  }

  /**
   * The store replica that made the change, by the row's own word: not always the peer that sent
   * it.
   */
  public long origin() {
    return origin;
  }
}
