package io.larder.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Loads settings from sources that a test fills, and not from the process that runs it. */
final class SettingsFixture {

  private final Map<String, String> system = new TreeMap<>();
  private final Map<String, String> variables = new TreeMap<>();
  private final Properties properties = new Properties();
  private ClassLoader loader = SettingsFixture.class.getClassLoader();
  private URI uri = URI.create("larder:default");

  SettingsFixture uri(String text) {
    uri = URI.create(text);
    return this;
  }

  SettingsFixture property(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  SettingsFixture system(String name, String value) {
    system.put(name, value);
    return this;
  }

  SettingsFixture variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  SettingsFixture loader(ClassLoader other) {
    loader = other;
    return this;
  }

  /** Writes a file and makes it the manager's URI. */
  SettingsFixture file(Path directory, String hocon) {
    uri = write(directory, "larder.conf", hocon).toUri();
    return this;
  }

  static Path write(Path directory, String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Settings load() {
    return Settings.load(uri, properties, loader, new Environment(system, variables));
  }
}
