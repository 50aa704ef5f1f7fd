package io.larder.storage.codec;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** A class whose instances hold no other components. */
record ScalarKeyType<T>(
    byte tag, Class<T> type, BiConsumer<KeyWriter, T> writer, Function<KeyReader, T> reader)
    implements KeyType {

  @Override
  public void write(KeyWriter out, Object value) {
    writer.accept(out, type.cast(value));
  }

  T read(KeyReader in) {
    return reader.apply(in);
  }
}
