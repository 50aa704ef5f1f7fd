package io.larder.storage;

import org.jspecify.annotations.Nullable;

/** A batch was fenced by a lease that its sender no longer holds; nothing of it was written. */
public final class StaleFenceException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * @param fence what the batch carried
   * @param standing the lease that stands under that name, or null if none does
   */
  public StaleFenceException(Fence fence, @Nullable Lease standing) {
    super(
        "The write was fenced by the lease '%s' with token %s, but %s. Nothing was written."
            .formatted(
                fence.lease(),
                fence.token(),
                standing == null
                    ? "nobody holds that lease now"
                    : "token %s of owner '%s' stands now"
                        .formatted(standing.token(), standing.owner())));
  }
}
