package io.larder.storage.codec;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what a serialized value may ask for, by its own length: what it names must be in it.
 *
 * <ul>
 *   <li>Depth: {@value #MAX_DEPTH} objects inside one another.
 *   <li>Arrays, and the tables of hash collections, which are arrays before their entries are read:
 *       together {@value #ARRAY_BYTES_PER_BYTE} elements for each byte of the stream. An element
 *       takes a byte at least, so a genuine array needs one.
 *   <li>Primitive arrays: no longer than the stream.
 *   <li>Objects and references need no bound: each takes a byte at least.
 * </ul>
 *
 * <p>Classes are not asked about here: {@link ValueInput} has asked for each that the stream names,
 * by name and before it was loaded. What comes here besides is what an allowed class's {@code
 * readResolve} has made, and that was never written.
 */
final class StreamLimits implements ObjectInputFilter {

  static final int MAX_DEPTH = 10_000;
  static final int ARRAY_BYTES_PER_BYTE = 8;
  private static final int FREE_ELEMENTS = 1_024;

  private final @Nullable ObjectInputFilter ofTheJvm;
  private final ReadingTime time;
  private final long streamBytes;
  private long elements;

  /**
   * @param ofTheJvm the filter that the JVM was started with ({@code -Djdk.serialFilter}), which is
   *     asked first: what it rejects stays rejected
   * @param time asked for each class and reference
   */
  StreamLimits(@Nullable ObjectInputFilter ofTheJvm, ReadingTime time, long streamBytes) {
    this.time = time;
    this.ofTheJvm = ofTheJvm;
    this.streamBytes = streamBytes;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    time.check();
    if (ofTheJvm != null && ofTheJvm.checkInput(info) == Status.REJECTED) {
      Class<?> refused = info.serialClass();
      throw new CodecException(
          "The serialization filter of the JVM (jdk.serialFilter) rejects "
              + (refused == null ? "a limit that the bytes pass" : refused.getName())
              + ". Allow it there, or do not store it.");
    }
    if (info.depth() > MAX_DEPTH) {
      throw hostile("nested deeper than " + MAX_DEPTH);
    }
    Class<?> type = info.serialClass();
    if (type != null && info.arrayLength() >= 0) {
      countArray(type, info.arrayLength());
    }
    return Status.ALLOWED;
  }

  private void countArray(Class<?> type, long length) {
    if (type.isArray() && type.getComponentType().isPrimitive()) {
      if (length * width(type.getComponentType()) > streamBytes) {
        throw hostile("an array of " + length + " elements");
      }
    } else {
      elements += length;
      if (elements > streamBytes * ARRAY_BYTES_PER_BYTE + FREE_ELEMENTS) {
        throw hostile("arrays or tables of " + elements + " elements");
      }
    }
  }

  private static int width(Class<?> primitive) {
    return switch (primitive.descriptorString()) {
      case "J", "D" -> Long.BYTES;
      case "I", "F" -> Integer.BYTES;
      case "S", "C" -> Short.BYTES;
      default -> 1;
    };
  }

  private CodecException hostile(String what) {
    return new CodecException(
        "The bytes of a value are damaged or hostile: " + what + ", in " + streamBytes + " bytes.");
  }
}
