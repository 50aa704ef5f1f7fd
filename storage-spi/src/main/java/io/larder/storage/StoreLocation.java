package io.larder.storage;

import java.util.Locale;

/**
 * Where a store is: {@code sqlite:app.db}, {@code memory:test}.
 *
 * @param scheme chooses the {@link StorageProvider}; lower case
 * @param rest everything after the first colon, for that provider to understand
 */
public record StoreLocation(String scheme, String rest) {

  /**
   * Reads {@code scheme:rest}.
   *
   * @throws IllegalArgumentException if there is no scheme
   */
  public static StoreLocation parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "'%s' is not a store location: it has the form scheme:place, for instance sqlite:app.db"
                  .formatted(text)
              + " or memory:test.");
    }
    return new StoreLocation(
        text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return scheme + ':' + rest;
  }
}
