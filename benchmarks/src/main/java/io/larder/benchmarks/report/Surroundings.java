package io.larder.benchmarks.report;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where figures were measured, and with which versions. */
final class Surroundings {

  private static final List<String> SHOWN =
      List.of(
          "sqlite-jdbc",
          "postgresql",
          "HikariCP",
          "caffeine",
          "jcache",
          "cache2k-jcache",
          "ehcache",
          "infinispan-jcache",
          "h2",
          "mapdb",
          "jmh-core");
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");

  private Surroundings() {}

  static List<String> machine() {
    List<String> machine = new ArrayList<>();
    machine.add(
        "processor: %s, %d available"
            .formatted(
                value(CPU, "model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors()));
    machine.add("memory: " + value(MEMORY, "MemTotal", "unknown"));
    machine.add(
        "system: %s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version")));
    machine.add(
        "JDK: %s, %s"
            .formatted(
                System.getProperty("java.vm.name"), System.getProperty("java.runtime.version")));
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    machine.add(String.format(Locale.ROOT, "load average at the end: %.2f", load));
    return machine;
  }

  /** What the file says after the name and a colon, on the first such line. */
  private static String value(Path file, String name, String otherwise) {
    if (!Files.isReadable(file)) {
      return otherwise;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The peers' versions, as the jars on the class path are named. */
  static List<String> versions() {
    List<String> versions = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Matcher jar = JAR.matcher(place.substring(place.lastIndexOf(File.separatorChar) + 1));
      if (jar.matches() && SHOWN.contains(jar.group(1))) {
        String name = jar.group(1).equals("jcache") ? "caffeine jcache" : jar.group(1);
        versions.add(name + ' ' + jar.group(2));
      }
    }
    return versions;
  }
}
