package io.larder.jcache;

import io.larder.config.Redaction;
import java.net.URI;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Names under which management finds a cache.
 *
 * <p>Monitoring computes them from the manager's URI, with its colons replaced by dots, and from
 * the cache's name; so they are just that wherever JMX allows. Other signs that JMX gives a meaning
 * to are written as in a URI, {@code %2C} for a comma, so that two caches never share a name. Two
 * managers may: {@link #at} tells those apart.
 */
record BeanName(String type, URI manager, String cache) {

  private static final Pattern SPECIAL = Pattern.compile("[,=?*:\"\\n\\r]");

  /** A percent sign that would read like that of a replaced sign. */
  private static final Pattern AMBIGUOUS = Pattern.compile("%(?=2C|3D|3F|2A|3A|22|0A|0D|25)");

  /**
   * @param attempt 1 for the name itself, higher if that is taken by another manager's cache
   */
  ObjectName at(int attempt) {
    String managerName = replaced(Redaction.of(manager.toString()).replace(':', '.'));
    try {
      return new ObjectName(
          "javax.cache:type=%s,CacheManager=%s,Cache=%s"
              .formatted(
                  type,
                  attempt == 1 ? managerName : managerName + '-' + attempt,
                  unambiguous(cache)));
    } catch (MalformedObjectNameException malformed) {
      throw new CacheException(
          "The cache '%s' of %s has no name for management.".formatted(cache, managerName),
          malformed);
    }
  }

  private static String unambiguous(String text) {
    return replaced(AMBIGUOUS.matcher(text).replaceAll("%25"));
  }

  private static String replaced(String text) {
    return SPECIAL
        .matcher(text)
        .replaceAll(sign -> "%%%02X".formatted((int) sign.group().charAt(0)));
  }
}
