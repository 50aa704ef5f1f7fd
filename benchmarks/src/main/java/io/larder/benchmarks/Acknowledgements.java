package io.larder.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Reads, as they come, the numbered lines of a process that will be killed. */
final class Acknowledgements implements AutoCloseable {

  private final BufferedReader lines;
  private final Thread reader;
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile int last = -1;

  Acknowledgements(Process process) {
    lines = process.inputReader(StandardCharsets.US_ASCII);
    reader = new Thread(this::read, "acknowledgements");
    reader.start();
  }

  private void read() {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // A torn last line has fewer digits, and so is no greater than the one before it.
        last = line.isEmpty() ? last : Math.max(last, Integer.parseInt(line));
        first.countDown();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      first.countDown();
    }
  }

  void awaitFirst() throws InterruptedException {
    first.await();
  }

  /** How many there were in all; waits for the end of the process's output. */
  int count() throws InterruptedException {
    reader.join();
    return last + 1;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
