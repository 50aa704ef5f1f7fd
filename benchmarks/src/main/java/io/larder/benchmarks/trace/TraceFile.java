package io.larder.benchmarks.trace;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.tukaani.xz.XZInputStream;

/**
 * Reads a trace: one big-endian 32-bit integer an access, the key, compressed with xz or not.
 *
 * <p>The format has no header, so what is something else is told by what it looks like: text,
 * another compression, or integers of which none occurs twice.
 */
public final class TraceFile {

  private static final byte[] XZ = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final int LOOKED_AT = 4096;
  private static final int MOST_ACCESSES = 100_000_000;

  private final Path file;

  private TraceFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the whole file.
   *
   * @throws TraceFormatException if it is missing, cannot be read, is truncated or is no trace
   */
  public static Trace read(Path file) throws TraceFormatException {
    return new TraceFile(file).read();
  }

  private Trace read() throws TraceFormatException {
    if (!Files.exists(file)) {
      throw refused("there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw refused("it is not a file");
    }
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] head = head(stored);
      if (startsWith(head, GZIP)
          || startsWith(head, ZIP)
          || startsWith(head, ZSTD)
          || startsWith(head, BZIP2)) {
        throw refused("it is compressed, but not with xz");
      }
      return startsWith(head, XZ) ? decompressed(stored) : accesses(stored);
    } catch (TraceFormatException e) {
      throw e;
    } catch (IOException e) {
      throw refused("it cannot be read (" + e + ")", e);
    }
  }

  private Trace decompressed(InputStream stored) throws IOException {
    try (InputStream plain = new BufferedInputStream(new XZInputStream(stored))) {
      return accesses(plain);
    } catch (TraceFormatException e) {
      throw e;
    } catch (EOFException e) {
      throw refused("it is truncated: its xz data end too early", e);
    } catch (IOException e) {
      throw refused("its xz data are damaged (" + e.getMessage() + ")", e);
    }
  }

  private Trace accesses(InputStream plain) throws IOException {
    if (isText(head(plain))) {
      throw refused("it is text, where 32-bit integers are expected");
    }
    KeyNumbers keys = new KeyNumbers();
    DataInputStream in = new DataInputStream(plain);
    byte[] access = new byte[Integer.BYTES];
    int read;
    while ((read = in.readNBytes(access, 0, access.length)) == access.length) {
      if (keys.length() == MOST_ACCESSES) {
        throw refused("it has more than %,d accesses".formatted(MOST_ACCESSES));
      }
      keys.access(
          (access[0] & 0xFF) << 24
              | (access[1] & 0xFF) << 16
              | (access[2] & 0xFF) << 8
              | (access[3] & 0xFF));
    }
    if (read != 0) {
      throw refused("it is truncated: its length is not a multiple of 4 bytes");
    }
    if (keys.length() == 0) {
      throw refused("it is empty");
    }
    if (keys.length() > 1 && keys.distinct() == keys.length()) {
      throw refused("none of its integers occurs twice, so they are no keys");
    }
    return keys.trace(String.valueOf(file.getFileName()));
  }

  /** The first bytes, which stay to be read. */
  private static byte[] head(InputStream in) throws IOException {
    in.mark(LOOKED_AT);
    byte[] head = in.readNBytes(LOOKED_AT);
    in.reset();
    return head;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      boolean printable = b >= ' ' || b == '\n' || b == '\r' || b == '\t';
      if (!printable) {
        return false;
      }
    }
    return head.length > 0;
  }

  private TraceFormatException refused(String why) {
    return new TraceFormatException(message(why));
  }

  private TraceFormatException refused(String why, IOException cause) {
    return new TraceFormatException(message(why), cause);
  }

  private String message(String why) {
    return "The trace %s is refused: %s.".formatted(file, why);
  }
}
