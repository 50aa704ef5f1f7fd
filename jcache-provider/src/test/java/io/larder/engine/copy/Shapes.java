package io.larder.engine.copy;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Classes of all the ways in which objects are serialized. */
@SuppressWarnings({"serial", "NonSerializableFieldInSerializableClass"}) // they hold anything
final class Shapes {

  private Shapes() {}

  enum Colour {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "green";
      }
    }
  }

  /** Not serializable: its constructor runs, whatever the object was. */
  static class Base {
    int fromConstructor = 7;
    @Nullable List<String> made = new ArrayList<>(List.of("made"));
  }

  static class Node extends Base implements Serializable {
    private static final long serialVersionUID = 1L;
    final String name;
    final long number;
    @Nullable Object left;
    @Nullable Object right;
    transient @Nullable Object passing;
    transient int passingNumber = 3;
    private boolean flag;
    private double weight;

    Node(String name, long number) {
      this.name = name;
      this.number = number;
      this.flag = number % 2 == 0;
      this.weight = number / 3.0;
    }

    boolean flag() {
      return flag;
    }

    double weight() {
      return weight;
    }
  }

  static final class SubNode extends Node {
    private static final long serialVersionUID = 1L;

    /** Hides that of the superclass. */
    private final char[] weight = {'s', 'u', 'b'};

    final byte octet;
    final short small;
    final float fraction;
    final int[] numbers;

    SubNode(String name, long number) {
      super(name, number);
      this.octet = (byte) number;
      this.small = (short) number;
      this.fraction = number;
      this.numbers = new int[] {(int) number, weight.length};
    }

    final class Inner implements Serializable {
      private static final long serialVersionUID = 1L;
      @Nullable Object held;

      String outerName() {
        return name;
      }
    }
  }

  /** A key that can change, with a hash code of its own. */
  static final class MutableKey implements Serializable {
    private static final long serialVersionUID = 1L;
    String name;
    @Nullable Object more;

    MutableKey(String name) {
      this.name = name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof MutableKey key && Objects.equals(key.name, name);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(name); // null while it is read in part
    }
  }

  record Point(int x, int y) implements Serializable {}

  record Line(String name, Object from, @Nullable Object to, long length) implements Serializable {}

  record Frozen(List<Object> parts) implements Serializable {
    Frozen {
      parts = List.copyOf(parts);
    }
  }

  /** Another value each time that it is built. */
  record Growing(List<Object> parts, int count) implements Serializable {
    Growing {
      count++;
    }
  }

  /** Lets others into what it holds. */
  record Leaking(List<String> list) implements Serializable {
    static final List<String> EVERYBODYS = new ArrayList<>(List.of("a"));

    Leaking {
      list = EVERYBODYS;
    }
  }

  static final class Resolving implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Resolving ONE = new Resolving();

    Object readResolve() {
      return ONE;
    }
  }

  /** Stands in a stream for an object that others have too. */
  static final class Ticket implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Node REGISTERED = new Node("registered", 1);

    private Object readResolve() {
      return REGISTERED;
    }
  }

  record RecordTicket(int number) implements Serializable {
    private Object readResolve() {
      return Ticket.REGISTERED;
    }
  }

  static class ResolvingParent implements Serializable {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger RESOLVED = new AtomicInteger();

    protected Object readResolve() {
      RESOLVED.incrementAndGet();
      return this;
    }
  }

  static final class ResolvingChild extends ResolvingParent {
    private static final long serialVersionUID = 1L;
    int number = 4;
  }

  static final class Replacing implements Serializable {
    private static final long serialVersionUID = 1L;

    Object writeReplace() {
      return new Node("replaced", 2);
    }
  }

  static final class Reading implements Serializable {
    private static final long serialVersionUID = 1L;
    transient String rebuilt = "";

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      rebuilt = "rebuilt";
    }
  }

  static final class Writing implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(5);
    }
  }

  static final class External implements Externalizable {
    private static final long serialVersionUID = 1L;
    int number = 1;

    public External() {}

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(number + 1);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      number = in.readInt();
    }
  }

  static final class Chosen implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("UnusedVariable") // serialization reads it
    private static final ObjectStreamField[] serialPersistentFields = {
      new ObjectStreamField("kept", String.class)
    };

    String kept = "kept";
    String dropped = "dropped";
  }

  static final class GrownList extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
    int own = 2;
  }

  /** An order that is an object with a state. */
  static final class ByLength implements Comparator<String>, Serializable {
    private static final long serialVersionUID = 1L;
    int[] state = {1};

    @Override
    public int compare(String one, String other) {
      int byLength = Integer.compare(one.length(), other.length());
      return byLength != 0 ? byLength : one.compareTo(other);
    }
  }

  /** A list of a graph, one after the other. */
  static Node chain(int length) {
    Node last = new Node("last", 0);
    for (int i = 0; i < length; i++) {
      Node before = new Node("n" + i, i);
      before.left = last;
      last = before;
    }
    return last;
  }
}
