package io.larder.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mutations of one space that are made together or not at all. A key may occur more than once;
 * later mutations see what earlier ones did.
 *
 * @param space the space
 * @param mutations what to do, in order
 * @param fence the lease that must stand, or null
 * @param requestId names the batch so that it is applied once, or null
 * @param source the subscription that is not told of the change because it made it, or null
 * @param recording where a record of each change is kept, and of whom, or null if none is
 */
public record Batch(
    Space space,
    List<Mutation> mutations,
    @Nullable Fence fence,
    @Nullable RequestId requestId,
    @Nullable Subscription source,
    @Nullable Recording recording) {

  /**
   * @throws IllegalArgumentException if the space would record its own changes
   */
  public Batch {
    mutations = List.copyOf(mutations);
    if (recording != null && recording.space().equals(space)) {
      throw new IllegalArgumentException(
          "The space %s cannot keep the records of its own changes; name another one."
              .formatted(space));
    }
  }

  public static Batch of(Space space, Mutation... mutations) {
    return new Batch(space, List.of(mutations), null, null, null, null);
  }

  public static Batch of(Space space, List<? extends Mutation> mutations) {
    return new Batch(space, List.copyOf(mutations), null, null, null, null);
  }

  public Batch fencedBy(Fence lease) {
    return new Batch(space, mutations, lease, requestId, source, recording);
  }

  public Batch as(RequestId id) {
    return new Batch(space, mutations, fence, id, source, recording);
  }

  public Batch from(Subscription subscription) {
    return new Batch(space, mutations, fence, requestId, subscription, recording);
  }

  public Batch recorded(Recording history) {
    return new Batch(space, mutations, fence, requestId, source, history);
  }
}
