package io.larder.storage.codec;

/** How the instances of one class are written as a component of a key, after their tag. */
interface KeyType {

  byte tag();

  void write(KeyWriter out, Object value);
}
