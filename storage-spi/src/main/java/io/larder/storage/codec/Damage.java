package io.larder.storage.codec;

import java.util.concurrent.Callable;

/**
 * Turns whatever decoding of damaged, hostile or outdated bytes throws into {@link CodecException}.
 */
final class Damage {

  private Damage() {}

  static <T> T guard(String what, Callable<T> decoding) {
    try {
      return decoding.call();
    } catch (CodecException e) {
      throw e;
    } catch (Exception
        | StackOverflowError
        | OutOfMemoryError
        | LinkageError
        | InternalError
        | AssertionError e) {
      if (e.getCause() instanceof CodecException known) {
        throw known;
      }
      throw new CodecException(
          "The bytes of "
              + what
              + " cannot be decoded: they are damaged, or a class in them has changed ("
              + e
              + ").",
          e);
    }
  }
}
