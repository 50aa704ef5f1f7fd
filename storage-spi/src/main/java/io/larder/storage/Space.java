package io.larder.storage;

/**
 * A space as one store knows it. Obtained by {@link Store#openSpace}; good as long as that store.
 *
 * @param id the store's own number for it, never reused
 * @param name its name
 */
public record Space(long id, SpaceName name) {
  @Override
  public String toString() {
    return name.toString();
  }
}
