package io.larder.storage.codec;

import org.jspecify.annotations.Nullable;

/**
 * Says that a key or value cannot become bytes, or that bytes cannot become a key or value: a class
 * that is refused, cannot be found or has changed, or bytes that are damaged. Whatever the bytes
 * hold, decoding throws this and nothing else.
 */
public class CodecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes one that says what happened and what to do. */
  public CodecException(String message) {
    super(message);
  }

  /** Makes one that says what happened and what to do, and carries what it came from. */
  public CodecException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
