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
 */
public record Batch(
    Space space,
    List<Mutation> mutations,
    @Nullable Fence fence,
    @Nullable RequestId requestId,
    @Nullable Subscription source) {

  public Batch {
    mutations = List.copyOf(mutations);
  }

  public static Batch of(Space space, Mutation... mutations) {
    return new Batch(space, List.of(mutations), null, null, null);
  }

  public static Batch of(Space space, List<? extends Mutation> mutations) {
    return new Batch(space, List.copyOf(mutations), null, null, null);
  }

  public Batch fencedBy(Fence lease) {
    return new Batch(space, mutations, lease, requestId, source);
  }

  public Batch as(RequestId id) {
    return new Batch(space, mutations, fence, id, source);
  }

  public Batch from(Subscription subscription) {
    return new Batch(space, mutations, fence, requestId, subscription);
  }
}
