package io.larder.tck.process;

import java.io.PrintStream;
import java.nio.file.Path;
import javax.cache.Cache;

/** The JVM that is killed: several threads write and print what was acknowledged. */
final class CrashWriter {

  static final int THREADS = 4;

  private CrashWriter() {}

  /** Arguments: the file, the number of the round. */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler(CrashWriter::end);
    Cache<String, String> cache = StoreFile.texts(new StoreFile(Path.of(arguments[0])).open());
    int round = Integer.parseInt(arguments[1]);
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      new Thread(() -> writeForever(cache, round, thread)).start();
    }
  }

  /** A writer that fails must not pass for one that is slow. */
  private static void end(Thread thread, Throwable failure) {
    System.err.println(thread + ": " + failure);
    for (StackTraceElement frame : failure.getStackTrace()) {
      System.err.println("  at " + frame);
    }
    Runtime.getRuntime().halt(3);
  }

  private static void writeForever(Cache<String, String> cache, int round, int thread) {
    PrintStream out = System.out;
    for (int index = 0; ; index++) {
      String answer = CrashOperation.of(round, thread, index).applyTo(cache);
      out.println(new Acknowledgement(thread, index, answer));
    }
  }

  /** What the writer prints once an operation has returned. */
  record Acknowledgement(int thread, int index, String answer) {

    static Acknowledgement parse(String line) {
      String[] parts = line.split(" ", 3);
      return new Acknowledgement(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }

    @Override
    public String toString() {
      return thread + " " + index + " " + answer;
    }
  }
}
