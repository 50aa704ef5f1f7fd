package io.larder.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and parses HOCON: the file that somebody named, and the reference on the class path. */
final class ConfigurationFile {

  private static final String SECTION = "larder";

  private final ClassLoader loader;
  private final Problems problems;

  ConfigurationFile(ClassLoader loader, Problems problems) {
    this.loader = loader;
    this.problems = problems;
  }

  /** The defaults of every module on the class path. */
  Config reference() {
    Config own = reference(ConfigurationFile.class.getClassLoader());
    Config reference = reference(loader).withFallback(own).resolve();
    if (!reference.hasPath(Catalogue.STORE)) {
      problems.add(
          "Larder's reference.conf is not on the class path. A build that packs several jars into"
              + " one must append files of that name to each other.");
    }
    return reference;
  }

  private static Config reference(ClassLoader from) {
    return ConfigFactory.parseResources(from, "reference.conf").withOnlyPath(SECTION);
  }

  /**
   * Parses a file.
   *
   * @param source who named it, for people
   * @return its {@code larder} section, or nothing if there is a problem
   */
  Optional<ConfigObject> read(URI file, String source) {
    String shown = Redaction.of(file.toString());
    try {
      URL url = find(file);
      if (url == null) {
        problems.add(
            "The configuration file %s (%s) is not on the class path.".formatted(shown, source));
        return Optional.empty();
      }
      Config resolved = ConfigFactory.parseURL(url, options()).resolve();
      if (resolved.root().get(SECTION) instanceof ConfigObject section) {
        return Optional.of(section);
      }
      problems.add(
          "The configuration file %s (%s) has no section 'larder { … }'.".formatted(shown, source));
    } catch (ConfigException | MalformedURLException | IllegalArgumentException e) {
      problems.add(
          "The configuration file %s (%s) cannot be read: %s"
              .formatted(shown, source, Redaction.of(String.valueOf(e.getMessage()))),
          e);
    }
    return Optional.empty();
  }

  private @Nullable URL find(URI file) throws MalformedURLException {
    String rest = file.getSchemeSpecificPart();
    if ("classpath".equalsIgnoreCase(file.getScheme())) {
      String resource = rest.replaceFirst("^/+", "");
      URL url = loader.getResource(resource);
      return url == null ? ConfigurationFile.class.getClassLoader().getResource(resource) : url;
    }
    boolean relative = "file".equalsIgnoreCase(file.getScheme()) && file.isOpaque();
    return relative ? Path.of(rest).toUri().toURL() : file.toURL();
  }

  private ConfigParseOptions options() {
    return ConfigParseOptions.defaults().setAllowMissing(false).setClassLoader(loader);
  }
}
