package io.larder.tck.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM on this one's class path, spoken to in lines; killed when closed. */
public final class ChildJvm implements AutoCloseable {

  /** What a shell reports, too, after SIGKILL: 128 + 9. */
  private static final int KILLED = 137;

  private final Process process;
  private final BufferedReader fromChild;
  private final BufferedWriter toChild;

  private ChildJvm(Process process) {
    this.process = process;
    this.fromChild = process.inputReader(StandardCharsets.UTF_8);
    this.toChild = process.outputWriter(StandardCharsets.UTF_8);
  }

  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return startWithHeap(256, main, arguments);
  }

  /**
   * Starts one whose heap is bounded.
   *
   * @param megabytes how large it may grow
   */
  public static ChildJvm startWithHeap(int megabytes, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + megabytes + "m", "-Djava.net.preferIPv4Stack=true", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(String.valueOf(argument));
    }
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  public void tell(String line) {
    try {
      toChild.write(line);
      toChild.newLine();
      toChild.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The child JVM is gone; see its error output", e);
    }
  }

  /** The next whole line. Fails if the child ended instead. */
  public String hear() {
    try {
      String line = fromChild.readLine();
      if (line == null) {
        throw new IllegalStateException("The child JVM ended early; see its error output");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String ask(String line) {
    tell(line);
    return hear();
  }

  /** Ends the child with SIGKILL and gives what it still had said, a torn last line left out. */
  public List<String> kill() throws IOException, InterruptedException {
    // By its handle: Process.destroyForcibly would close the stream before it is read.
    process.toHandle().destroyForcibly();
    StringBuilder rest = new StringBuilder();
    char[] buffer = new char[8192];
    for (int n = fromChild.read(buffer); n >= 0; n = fromChild.read(buffer)) {
      rest.append(buffer, 0, n);
    }
    int status = process.waitFor();
    if (status != KILLED) {
      throw new IllegalStateException(
          "The child JVM ended by itself with status " + status + "; see its error output");
    }
    return rest.substring(0, rest.lastIndexOf("\n") + 1).lines().toList();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Process " + process.pid() + " outlives SIGKILL");
    }
  }
}
