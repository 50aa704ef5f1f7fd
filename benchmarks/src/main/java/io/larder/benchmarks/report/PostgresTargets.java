package io.larder.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** What the PostgreSQL store is to reach. */
final class PostgresTargets {

  private static final String LARDER = "larder";
  private static final String PGJDBC = "pgjdbc";

  static final List<Target> ALL = all();

  private PostgresTargets() {}

  private static List<Target> all() {
    List<Target> all = new ArrayList<>();
    all.add(rival("put, 8 threads", "at least 1.1 × pgjdbc, a row a statement", "pg.put.8", 1.1));
    all.add(rival("put, 64 threads", "at least 3 × pgjdbc, a row a statement", "pg.put.64", 3));
    all.add(rival("get that misses L1", "at least 0.85 × a raw select", "pg.get.1", 0.85));
    all.add(
        own(
            "two nodes that put at once",
            "together at least as fast as one",
            "pg.nodes.2",
            "pg.nodes.1",
            1));
    for (String what : List.of("put", "get")) {
      String measure = "pg.growth." + what;
      all.add(
          own(
              "10 million entries against 10 thousand",
              what + " within 3 times",
              measure + ".10000000",
              measure + ".10000",
              1 / 3.0));
    }
    String told = "a put until another node's L1 answers with it, under load";
    all.add(Target.absolute(told, "half within 30 ms", "pg.delay.loaded.50", 30));
    all.add(Target.absolute(told, "99 of 100 within 100 ms", "pg.delay.loaded.99", 100));
    return List.copyOf(all);
  }

  private static Target rival(String what, String demand, String measure, double bound) {
    return Target.ratio(what, demand, measure, LARDER, measure, bound, PGJDBC);
  }

  private static Target own(
      String what, String demand, String measure, String against, double bound) {
    return Target.ratio(what, demand, measure, LARDER, against, bound, LARDER);
  }
}
