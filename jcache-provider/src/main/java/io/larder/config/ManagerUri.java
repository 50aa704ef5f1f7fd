package io.larder.config;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a cache manager's URI says.
 *
 * <ol>
 *   <li>{@code larder:name} only tells one manager from another.
 *   <li>{@code classpath:}, {@code file:}, {@code jar:} and the application servers' own forms name
 *       a HOCON file.
 *   <li>Every other scheme names the store.
 * </ol>
 *
 * @param store the location of the store, if that is what it names
 * @param file the file with settings, if that is what it names
 */
record ManagerUri(Optional<String> store, Optional<URI> file) {

  /** How a URI is called as the source of a setting. */
  static final String SOURCE = "the manager's URI";

  /** The forms of a URI that names a file. */
  static final String FILES =
      "a HOCON file (classpath:larder.conf, file:/etc/larder.conf, jar:file:/app.jar!/larder.conf)";

  private static final String ALLOWED =
      "larder:<name>, a store (sqlite:app.db, memory:test), or " + FILES;

  private static final Set<String> FILE_SCHEMES =
      Set.of("classpath", "file", "jar", "vfs", "bundleresource", "bundle");

  /** Their locations are escaped texts themselves. */
  private static final Set<String> KEPT_AS_WRITTEN = Set.of("jdbc", "http", "https");

  private static final ManagerUri NAME_ONLY = new ManagerUri(Optional.empty(), Optional.empty());

  static ManagerUri parse(URI uri, Problems problems) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("larder")) {
      return NAME_ONLY;
    }
    if (FILE_SCHEMES.contains(scheme)) {
      return new ManagerUri(Optional.empty(), Optional.of(uri));
    }
    if (scheme.isEmpty()) {
      problems.add(
          "The cache manager's URI '%s' has no scheme; allowed: %s."
              .formatted(Redaction.of(uri.toString()), ALLOWED));
      return NAME_ONLY;
    }
    return new ManagerUri(Optional.of(location(scheme, uri)), Optional.empty());
  }

  private static String location(String scheme, URI uri) {
    if (KEPT_AS_WRITTEN.contains(scheme)) {
      return uri.toString();
    }
    String fragment = uri.getFragment();
    return scheme + ':' + uri.getSchemeSpecificPart() + (fragment == null ? "" : '#' + fragment);
  }
}
