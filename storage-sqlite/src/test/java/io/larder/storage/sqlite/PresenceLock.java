package io.larder.storage.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A program that tries for the lock by which openers know of each other, and has nothing else of
 * the store open: told {@code shared} or {@code alone}, it answers whether it has the lock now;
 * told {@code opening}, whether it has the one that an opening is done under instead.
 */
final class PresenceLock {

  private PresenceLock() {}

  static OtherProcess of(Path database) throws IOException {
    return OtherProcess.running(PresenceLock.class, database);
  }

  public static void main(String[] arguments) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                Path.of(arguments[0] + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("open");
      @Nullable FileLock held = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (held != null) {
          held.release();
        }
        long lock = line.equals("opening") ? LockFile.OPENING : LockFile.PRESENCE;
        held = channel.tryLock(lock, 1, line.equals("shared"));
        System.out.println(held != null);
      }
    }
  }
}
