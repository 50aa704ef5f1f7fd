package io.larder.config;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What surrounds the program.
 *
 * @param system the system properties
 * @param variables the environment variables
 */
record Environment(Map<String, String> system, Map<String, String> variables) {

  static Environment ofProcess() {
    return new Environment(texts(System.getProperties()), System.getenv());
  }

  /** Properties as texts, in order of their names: defaults and non-strings included. */
  static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      texts.put(name, properties.getProperty(name));
    }
    properties.forEach(
        (name, value) -> {
          if (name instanceof String text) {
            texts.putIfAbsent(text, String.valueOf(value));
          }
        });
    return texts;
  }
}
