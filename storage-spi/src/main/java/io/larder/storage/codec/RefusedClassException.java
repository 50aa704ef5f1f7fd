package io.larder.storage.codec;

import java.util.List;

/**
 * Says that classes are not on the allow-list of the {@link SerializationFilter}: all that were
 * met, and the setting that would allow them.
 */
public final class RefusedClassException extends CodecException {

  private static final long serialVersionUID = 1L;

  private final String[] refusedClasses;

  RefusedClassException(String message, List<String> refusedClasses) {
    super(message);
    this.refusedClasses = refusedClasses.toArray(String[]::new);
  }

  /** Returns the names of the refused classes, sorted; when decoding, the first that was met. */
  public List<String> refusedClasses() {
    return List.of(refusedClasses);
  }
}
