package io.larder.storage;

/**
 * A lock's hold.
 *
 * @param name what is locked
 * @param owner who holds it
 * @param token the fencing token of this hold
 * @param expiresAt when the hold ends unless renewed, in milliseconds of the store's clock
 */
public record Lease(String name, String owner, LeaseToken token, long expiresAt) {
  public Fence fence() {
    return new Fence(name, token);
  }
}
