package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.report.Sample;
import io.larder.scope.Namespace;
import io.larder.scope.Scopes;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheManager;
import javax.cache.Caching;

/**
 * What it costs to read all entries of a scope among many, and of one that has the store to itself.
 *
 * <p>Arguments: the contender, how many rounds, for how many milliseconds is read, how many scopes,
 * and how many entries each has.
 */
final class ScopeReading {

  private final int entries;
  private final long millis;

  private ScopeReading(int entries, long millis) {
    this.entries = entries;
    this.millis = millis;
  }

  static Run run(int rounds, long millis, int scopes, int entries) {
    List<Object> arguments = List.of(rounds, millis, scopes, entries);
    return new ChildRun(
        "scope.all", Contenders.LARDER, ScopeReading.class, ChildJvm.FLAGS, arguments);
  }

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[1]);
    int many = Integer.parseInt(arguments[3]);
    ScopeReading reading =
        new ScopeReading(Integer.parseInt(arguments[4]), Long.parseLong(arguments[2]));
    try (Scratch scratch = new Scratch();
        CacheManager crowd = open(scratch.directory().resolve("crowd.db"));
        CacheManager alone = open(scratch.directory().resolve("alone.db"))) {
      reading.fill(Scopes.of(crowd), many);
      reading.fill(Scopes.of(alone), 1);
      for (int round = -1; round < rounds; round++) { // one round to warm up
        double single = reading.entriesPerSecond(Scopes.of(alone), 1);
        double among = reading.entriesPerSecond(Scopes.of(crowd), many);
        if (round >= 0) {
          tell("scope.all.alone", round, single);
          tell("scope.all.crowd", round, among);
        }
      }
    }
  }

  private static CacheManager open(Path file) {
    return Caching.getCachingProvider("io.larder.jcache.LarderCachingProvider")
        .getCacheManager(URI.create("sqlite:" + file), ScopeReading.class.getClassLoader());
  }

  private void fill(Scopes scopes, int many) {
    for (int user = 0; user < many; user++) {
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i < entries; i++) {
        values.put("key-%04d".formatted(i), "the value of entry %d of user %d".formatted(i, user));
      }
      scopes.forUser(user).setMany(values);
    }
  }

  private double entriesPerSecond(Scopes scopes, int many) {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    long read = 0;
    long now = start;
    for (; now < end; now = System.nanoTime()) {
      Namespace user = scopes.forUser(ThreadLocalRandom.current().nextInt(many));
      long found = user.all().filter(entry -> !entry.value().equals("")).count();
      if (found != entries) {
        throw new IllegalStateException("%s has %,d entries.".formatted(user, found));
      }
      read += found;
    }
    return read * 1e9 / (now - start);
  }

  private static void tell(String measure, int round, double value) {
    System.out.println(Sample.of(measure, Contenders.LARDER, value, "ops/s").later(round).line());
  }
}
