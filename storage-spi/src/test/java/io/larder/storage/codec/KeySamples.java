package io.larder.storage.codec;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Key classes for the tests, and the codec that allows them. */
final class KeySamples {

  static final SerializationFilter FILTER = SerializationFilter.of("io.larder.storage.codec.**");
  static final CanonicalKeyCodec CODEC =
      new CanonicalKeyCodec(KeySamples.class.getClassLoader(), FILTER);

  private KeySamples() {}

  enum Side {
    LEFT,
    RIGHT {
      @Override
      public String toString() {
        return "right";
      }
    }
  }

  record Part(String text, int number) {}

  record Whole(@Nullable Part first, List<Part> rest, Side side, @Nullable Object extra) {}

  record Tuple(String a, Long b, @Nullable Integer c) implements Comparable<Tuple> {
    @Override
    public int compareTo(Tuple other) {
      int byA = Arrays.compare(a.codePoints().toArray(), other.a.codePoints().toArray());
      return byA != 0 ? byA : Long.compare(b, other.b);
    }
  }

  /**
   * All primitive kinds, a superclass, a final array, and a transient hash filled by readObject.
   */
  static class Base implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String name;
    final boolean flag = true;

    Base(String name) {
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Base that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  static final class Derived extends Base {
    private static final long serialVersionUID = 1L;
    private final byte b;
    private final short s;
    private final char c;
    private final int i;
    private final long l;
    private final float f;
    private final double d;
    private final boolean z;
    private final String[] names;
    private final long[] numbers;
    private final @Nullable List<String> list;
    private transient int hash;

    Derived(String name, int seed, @Nullable List<String> list, String... names) {
      super(name);
      this.b = (byte) seed;
      this.s = (short) seed;
      this.c = (char) seed;
      this.i = seed;
      this.l = -seed;
      this.f = seed;
      this.d = seed / 3.0;
      this.z = seed > 0;
      this.names = names;
      this.numbers = new long[] {seed, 2};
      this.list = list;
      this.hash = computeHash();
    }

    private int computeHash() {
      return Objects.hash(b, s, c, i, l, f, d, z, list) + Arrays.hashCode(names);
    }

    private void readObject(java.io.ObjectInputStream in)
        throws java.io.IOException, ClassNotFoundException {
      in.defaultReadObject();
      hash = computeHash();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return super.equals(other)
          && other instanceof Derived that
          && i == that.i
          && l == that.l
          && d == that.d
          && z == that.z
          && Arrays.equals(names, that.names)
          && Arrays.equals(numbers, that.numbers)
          && Objects.equals(list, that.list);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** Only ever one of each: readResolve finds it. */
  static final class Canonical implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Canonical ONE = new Canonical(1);
    private final int number;

    private Canonical(int number) {
      this.number = number;
    }

    private Object readResolve() {
      return number == 1 ? ONE : this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }
}
