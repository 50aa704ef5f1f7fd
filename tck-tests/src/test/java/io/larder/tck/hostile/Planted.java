package io.larder.tck.hostile;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/** Classes with names of equal length, so that bytes of one are made bytes of another. */
final class Planted {

  private Planted() {}

  /** Allowed in the tests. */
  static final class Decoy implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    final String text;

    Decoy(String text) {
      this.text = text;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Decoy that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return Objects.hash(text);
    }
  }

  /** The parent of what is planted: its constructor runs when a child is deserialized. */
  static class Tripwire {
    Tripwire() {
      Sentinel.RAN.add("constructor of " + getClass().getSimpleName());
    }
  }

  /** Never allowed. */
  static final class Bombe extends Tripwire implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    static {
      Sentinel.RAN.add("static initialiser of Bombe");
    }

    String text;

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      Sentinel.RAN.add("readObject of Bombe");
      in.defaultReadObject();
    }
  }

  /** As hostile, but allowed in one test, which shows that the others could fail. */
  static final class Proof extends Tripwire implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    static {
      Sentinel.RAN.add("static initialiser of Proof");
    }

    String text;

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      Sentinel.RAN.add("readObject of Proof");
      in.defaultReadObject();
    }
  }
}
