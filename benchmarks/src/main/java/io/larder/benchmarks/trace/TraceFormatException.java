package io.larder.benchmarks.trace;

import java.io.IOException;

/** A trace cannot be read; the message is one line that says which and why. */
public final class TraceFormatException extends IOException {

  private static final long serialVersionUID = 1;

  TraceFormatException(String message) {
    super(message);
  }

  TraceFormatException(String message, IOException cause) {
    super(message, cause);
  }
}
