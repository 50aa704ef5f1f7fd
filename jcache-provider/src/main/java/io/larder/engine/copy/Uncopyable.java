package io.larder.engine.copy;

/** Thrown while a copy is tried of what can only be had by deserialization. */
final class Uncopyable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Uncopyable(String why) {
    super(why, null, false, false);
  }
}
