package io.larder.benchmarks;

import io.larder.benchmarks.report.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One of several JVMs that work on the same database, held in step: it says when it is ready, and
 * goes on when it is told to.
 */
final class NodeProcess implements AutoCloseable {

  private static final String READY = "ready";

  private final Process process;
  private final BufferedReader lines;
  private final Writer input;

  private NodeProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  static NodeProcess start(Class<?> main, Object... arguments) throws IOException {
    return new NodeProcess(ChildJvm.start(main, ChildJvm.FLAGS, arguments));
  }

  /** In the node: says that it is ready, and waits until it is to go on. */
  static void awaitTurn() throws IOException {
    System.out.println(READY);
    var unused = System.in.read();
  }

  void awaitReady() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(READY)) {
        return;
      }
    }
    throw new IllegalStateException("A node has ended before it was ready");
  }

  void goOn() throws IOException {
    input.write('\n');
    input.flush();
  }

  /** Waits for its end and gives the samples that it has printed. */
  List<Sample> samples() throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Sample.parse(line).ifPresent(samples::add);
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("A node has ended with status " + status);
    }
    return samples;
  }

  /** Ends it, if it has not ended. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
