package io.larder.benchmarks.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TraceFileTest {

  private static final int[] KEYS = {7, -3, 7, 1_000_000, -3, 7};

  @TempDir private Path directory;

  private static byte[] bytes(int... keys) {
    ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * keys.length);
    Arrays.stream(keys).forEach(buffer::putInt);
    return buffer.array();
  }

  private static byte[] xz(byte[] plain) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (XZOutputStream out = new XZOutputStream(compressed, new LZMA2Options())) {
      out.write(plain);
    }
    return compressed.toByteArray();
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("some.trace.xz"), content);
  }

  private void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> TraceFile.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage("The trace %s is refused: %s.", file, why);
  }

  private void assertRead(byte[] content) throws IOException {
    Trace trace = TraceFile.read(file(content));
    assertThat(IntStream.range(0, trace.length()).map(trace::key))
        .containsExactly(0, 1, 0, 2, 1, 0);
    assertThat(trace.distinctKeys()).isEqualTo(3);
    assertThat(trace.name()).isEqualTo("some.trace.xz");
  }

  @Test
  void readsCompressedIntegersAndNumbersTheirKeys() throws IOException {
    assertRead(xz(bytes(KEYS)));
  }

  @Test
  void readsPlainIntegers() throws IOException {
    assertRead(bytes(KEYS));
  }

  @Test
  void refusesAMissingFile() {
    assertRefused(directory.resolve("none.xz"), "there is no such file");
  }

  @Test
  void refusesADirectory() {
    assertRefused(directory, "it is not a file");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertRefused(file(new byte[0]), "it is empty");
  }

  @Test
  void refusesATornInteger() throws IOException {
    byte[] torn = Arrays.copyOf(bytes(KEYS), 4 * KEYS.length - 1);
    assertRefused(file(torn), "it is truncated: its length is not a multiple of 4 bytes");
    assertRefused(file(xz(torn)), "it is truncated: its length is not a multiple of 4 bytes");
  }

  @Test
  void refusesCompressedDataThatEndEarly() throws IOException {
    byte[] whole = xz(bytes(KEYS));
    for (int length = 6; length < whole.length; length++) {
      assertRefused(
          file(Arrays.copyOf(whole, length)), "it is truncated: its xz data end too early");
    }
  }

  @Test
  void refusesDamagedCompressedData() throws IOException {
    byte[] damaged = xz(bytes(KEYS));
    damaged[damaged.length / 2] ^= 0x55;
    assertThatThrownBy(() -> TraceFile.read(file(damaged)))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("is refused: its xz data are damaged (")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesText() throws IOException {
    byte[] text = "1 2 3\n1 2 3\n".getBytes(StandardCharsets.UTF_8);
    assertRefused(file(text), "it is text, where 32-bit integers are expected");
    assertRefused(file(xz(text)), "it is text, where 32-bit integers are expected");
  }

  @Test
  void refusesAnotherCompression() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes(KEYS));
    }
    assertRefused(file(compressed.toByteArray()), "it is compressed, but not with xz");
  }

  @Test
  void refusesIntegersThatAreNoKeys() throws IOException {
    int[] allDifferent = IntStream.range(0, 1000).map(i -> i * 7919).toArray();
    assertRefused(
        file(bytes(allDifferent)), "none of its integers occurs twice, so they are no keys");
  }
}
