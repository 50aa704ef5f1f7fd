package io.larder.benchmarks;

import io.larder.benchmarks.contender.Contender;
import io.larder.benchmarks.contender.Contenders;
import io.larder.benchmarks.contender.PostgresDatabase;
import io.larder.benchmarks.report.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one or several JVMs together put into the same database.
 *
 * @param measure what their sum is called
 * @param nodes how many
 * @param millis for how long they warm up, and then are measured at the same time
 */
record WritingNodes(String measure, String contender, int nodes, long millis) implements Run {

  private static final int THREADS = 8;

  @Override
  public List<Sample> run(int round) throws IOException, InterruptedException {
    Workload workload = new Workload();
    List<NodeProcess> started = new ArrayList<>();
    try (PostgresDatabase database =
        PostgresDatabase.filled(larder -> workload.fill(larder, Workload.KEYS))) {
      for (int i = 0; i < nodes; i++) {
        started.add(NodeProcess.start(Node.class, contender, database.name(), millis, measure));
      }
      for (NodeProcess node : started) {
        node.awaitReady();
      }
      for (NodeProcess node : started) {
        node.goOn();
      }
      double sum = 0;
      for (NodeProcess node : started) {
        sum += node.samples().stream().mapToDouble(Sample::value).sum();
      }
      return List.of(Sample.of(measure, contender, sum, "ops/s").later(round));
    } finally {
      started.forEach(NodeProcess::close);
    }
  }

  /** One of them. */
  static final class Node {

    private Node() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      long millis = Long.parseLong(arguments[2]);
      PostgresDatabase database = PostgresDatabase.named(arguments[1]);
      try (Contender open = Contenders.open(arguments[0], database, StoreState.HEAP_ENTRIES);
          PutLoad load = new PutLoad(open, new Workload(), THREADS, PutLoad.UNLIMITED)) {
        var unused = load.perSecond(millis);
        NodeProcess.awaitTurn();
        double rate = load.perSecond(millis);
        System.out.println(Sample.of(arguments[3], arguments[0], rate, "ops/s").line());
        // Nobody stops before all have measured.
        unused = load.perSecond(millis / 4);
      }
    }
  }
}
