package io.larder.benchmarks.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a figure is to reach.
 *
 * @param what the row of the report
 * @param demand the target in words
 * @param measure what is measured
 * @param contender whose figure it is
 * @param against the measure of the figures that it is held against; null if the bound is absolute
 * @param peers whose; the nearest of them counts
 * @param bound at least so many times as fast, by the median of the rounds, or at most so much in
 *     the figure's unit
 */
record Target(
    String what,
    String demand,
    String measure,
    String contender,
    @Nullable String against,
    List<String> peers,
    double bound) {

  private static final String LARDER = "larder";
  private static final List<String> JCACHE =
      List.of("caffeine-jcache", "cache2k", "ehcache", "infinispan");

  /** By JMH's counting, which divides what the measuring itself allocates by the operations. */
  private static final double NO_ALLOCATION = 0.1;

  /** Those of {@link Page#STORES}. */
  static final List<Target> ALL = all();

  /**
   * How a target was met.
   *
   * @param figure the figure in question
   * @param peer the one of those that it was held against that comes nearest, null if none
   * @param ratio how many times as fast, of round after round; null without a peer
   */
  record Verdict(Target target, Figure figure, @Nullable Figure peer, @Nullable Spread ratio) {

    boolean met() {
      return ratio == null ? figure.value() <= target.bound : ratio.median() >= target.bound;
    }
  }

  /** Whether it compares what the contender reaches in the measure. */
  boolean compares(String of, String whom) {
    return against != null
        && ((of.equals(measure) && whom.equals(contender))
            || (of.equals(against) && peers.contains(whom)));
  }

  /** Nothing if not all that it takes was measured. */
  Optional<Verdict> judge(List<Figure> figures) {
    return of(figures, measure, List.of(contender)).findFirst().flatMap(f -> judge(f, figures));
  }

  private Optional<Verdict> judge(Figure ours, List<Figure> figures) {
    if (against == null) {
      return Optional.of(new Verdict(this, ours, null, null));
    }
    return of(figures, against, peers)
        .flatMap(
            peer -> ours.ratioTo(peer).map(ratio -> new Verdict(this, ours, peer, ratio)).stream())
        .min(Comparator.comparingDouble(verdict -> requireNonNull(verdict.ratio).median()));
  }

  private static Stream<Figure> of(List<Figure> figures, String measure, List<String> contenders) {
    return figures.stream()
        .filter(
            figure -> figure.measure().equals(measure) && contenders.contains(figure.contender()));
  }

  private static List<Target> all() {
    List<Target> all = new ArrayList<>();
    String hit = "hit, string by value, untyped cache, statistics on";
    String counted = "hit.string.statistics";
    all.add(ratio(hit, "at least cache2k JCache", counted, LARDER, counted, 1, "cache2k"));
    all.add(
        ratio(hit, "at least 4 × Caffeine JCache", counted, LARDER, counted, 4, "caffeine-jcache"));
    all.add(
        ratio(hit, "within 3 times raw Caffeine", counted, LARDER, counted, 1 / 3.0, "caffeine"));
    all.add(absolute(hit, "0 B an operation", counted + ".alloc", NO_ALLOCATION));
    all.add(best("hit, touched expiry", "at least 4 × the best peer", "hit.touched", 4));
    all.add(best("hit, `HashMap` of 3, by value", "at least 5 × the best peer", "hit.map", 5));
    all.add(best("hit, 5-field POJO, by value", "at least 5 × the best peer", "hit.pojo", 5));
    String put = "put, `os`, %s, random keys";
    all.add(
        ratio(
            put.formatted("1 thread"),
            "at least 0.8 × raw",
            "put.os.1",
            LARDER,
            "put.os.1",
            0.8,
            "raw"));
    all.add(
        ratio(
            put.formatted("8 threads"),
            "at least 0.9 × raw with 1 thread",
            "put.os.8",
            LARDER,
            "put.os.1",
            0.9,
            "raw"));
    all.add(
        ratio(
            put.formatted("8 threads"),
            "at least raw on 8 connections",
            "put.os.8",
            LARDER,
            "put.os.8",
            1,
            "raw-connections"));
    String fsync = "larder-fsync";
    all.add(
        ratio(
            "put, `fsync`, 8 threads",
            "at least 2.5 × raw one-row FULL commits",
            "put.fsync.8",
            fsync,
            "put.fsync.1",
            2.5,
            "raw-fsync"));
    all.add(
        ratio(
            "put, `fsync`, 64 threads",
            "at least 4 × raw one-row FULL commits",
            "put.fsync.64",
            fsync,
            "put.fsync.1",
            4,
            "raw-fsync"));
    all.add(
        ratio(
            "`putAll` of 1,000",
            "at least 0.6 × raw batched SQLite",
            "putAll",
            LARDER,
            "putAll",
            0.6,
            "raw"));
    String miss = "get that misses L1";
    all.add(ratio(miss, "at least 0.8 × a raw select", "get.1", LARDER, "get.1", 0.8, "raw"));
    all.add(
        ratio(
            miss + ", 2 threads",
            "at least 0.8 × raw selects on 2 connections",
            "get.2",
            LARDER,
            "get.2",
            0.8,
            "raw-connections"));
    all.add(
        ratio("`getAll` of 1,000", "at least 3 × 1,000 gets", "getAll", LARDER, "gets", 3, LARDER));
    all.add(
        ratio(
            "trace replay, L1 a tenth of the keys",
            "ahead of Ehcache heap + disk",
            "trace",
            LARDER,
            "trace",
            1,
            "ehcache-disk"));
    String growth = "10 million entries against 10 thousand";
    for (String what : List.of("put", "get")) {
      all.add(
          ratio(
              growth,
              what + " within 3 times",
              "growth." + what + ".10000000",
              LARDER,
              "growth." + what + ".10000",
              1 / 3.0,
              LARDER));
    }
    all.add(absolute(growth, "opening within 300 ms", "growth.open.10000000", 300));
    all.add(absolute(growth, "`clear()` within 10 ms", "growth.clear.10000000", 10));
    all.add(
        ratio(
            "all entries of one scope of 1,000",
            "within 1.5 times of that scope alone",
            "scope.all.crowd",
            LARDER,
            "scope.all.alone",
            1 / 1.5,
            LARDER));
    all.add(
        absolute(
            "export of 1 million entries, heap of 128 MiB",
            "at least 150,000 entries a second",
            "scope.export.micros",
            1e6 / 150_000));
    all.add(
        ratio(
            "import of 1 million entries, heap of 128 MiB",
            "at least 0.5 × raw batched inserts of the same rows",
            "scope.import",
            LARDER,
            "scope.import",
            0.5,
            "raw"));
    String memory = "memory, %s";
    String over = "at most 64 B an entry over raw Caffeine";
    all.add(absolute(memory.formatted("strings"), over, "memory.strings.over", 64));
    all.add(absolute(memory.formatted("byte arrays"), over, "memory.bytes.over", 64));
    return List.copyOf(all);
  }

  private static Target best(String what, String demand, String measure, double bound) {
    return new Target(what, demand, measure, LARDER, measure, JCACHE, bound);
  }

  static Target absolute(String what, String demand, String measure, double bound) {
    return new Target(what, demand, measure, LARDER, null, List.of(), bound);
  }

  static Target ratio(
      String what,
      String demand,
      String measure,
      String contender,
      String against,
      double bound,
      String peer) {
    return new Target(what, demand, measure, contender, against, List.of(peer), bound);
  }
}
