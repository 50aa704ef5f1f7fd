package io.larder.scope;

import io.larder.storage.SpaceName;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a listener listens to.
 *
 * @param scopeType whose namespaces, or null for any
 * @param scopeId whose namespaces, or null for any
 * @param namespace which namespace, or null for any
 * @param key which keys, or null for any
 */
record Audience(
    @Nullable String scopeType,
    @Nullable String scopeId,
    @Nullable String namespace,
    @Nullable Pattern key) {

  /** Whatever there is. */
  static Audience all() {
    return new Audience(null, null, null, null);
  }

  /** All namespaces of the scope that a space is of. */
  static Audience ofScope(SpaceName space) {
    return new Audience(space.scopeType(), space.scopeId(), null, null);
  }

  /** All keys of a space. */
  static Audience of(SpaceName space) {
    return new Audience(space.scopeType(), space.scopeId(), space.namespace(), null);
  }

  /**
   * Some keys of a space.
   *
   * @param pattern {@code *} stands for any characters but dots, {@code **} for any characters
   */
  static Audience of(SpaceName space, String pattern) {
    return new Audience(
        space.scopeType(), space.scopeId(), space.namespace(), compiled(Names.key(pattern)));
  }

  private static Pattern compiled(String pattern) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      int star = pattern.indexOf('*', at);
      int end = star < 0 ? pattern.length() : star;
      regex.append(Pattern.quote(pattern.substring(at, end)));
      at = end;
      if (star >= 0) {
        boolean any = pattern.startsWith("**", star);
        regex.append(any ? ".*" : "[^.]*");
        at += any ? 2 : 1;
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Whether it is told of the space. */
  boolean hears(SpaceName space) {
    return (scopeType == null || scopeType.equals(space.scopeType()))
        && (scopeId == null || scopeId.equals(space.scopeId()))
        && (namespace == null || namespace.equals(space.namespace()));
  }

  /** Whether it is told of the key of a space that it is told of. */
  boolean hears(String wanted) {
    return key == null || wanted.isEmpty() || key.matcher(wanted).matches();
  }

  /** The event that it has missed some. */
  ScopeEvent missed(Values values) {
    return ScopeEvent.missed(known(scopeType), known(scopeId), known(namespace), values);
  }

  private static String known(@Nullable String name) {
    return name == null ? "" : name;
  }
}
