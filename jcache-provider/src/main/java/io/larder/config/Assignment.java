package io.larder.config;

import org.jspecify.annotations.Nullable;

/**
 * A value that one source gives to one setting.
 *
 * @param cache the cache that it is for, its name taken literally; null for all
 * @param name the setting's name; without {@code larder.caches} and the cache's name if it is for
 *     one cache, else in full
 * @param text the value
 * @param source where it was found, for people
 */
record Assignment(@Nullable String cache, String name, String text, String source) {

  static Assignment general(String name, String text, String source) {
    return new Assignment(null, name, text, source);
  }

  String fullName() {
    return cache == null ? name : Catalogue.CACHES + '"' + cache + "\"." + name;
  }

  String shownValue() {
    return Redaction.ofValue(name, text);
  }
}
