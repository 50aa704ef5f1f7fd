package io.larder.storage.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value classes for the tests, one for each way that Java serializes. */
final class ValueSamples {

  static final ClassLoader LOADER = ValueSamples.class.getClassLoader();
  static final ValueCodec OPEN =
      new ValueCodec(LOADER, SerializationFilter.of("io.larder.storage.codec.*"));
  static final ValueCodec STRICT = new ValueCodec(LOADER, SerializationFilter.of(""));

  private ValueSamples() {}

  record Line(String item, int count) implements Serializable {}

  record Order(String id, List<Line> lines) implements Serializable {}

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "green";
      }
    }
  }

  interface Greeting {
    String greet(String name);
  }

  record Handler(String prefix) implements InvocationHandler, Serializable {
    @Override
    public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      return switch (method.getName()) {
        case "greet" -> prefix + (arguments == null ? "" : arguments[0]);
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> prefix.hashCode();
        default -> prefix;
      };
    }
  }

  /** Public with a public constructor, as {@link Externalizable} wants. */
  public static final class External implements Externalizable {
    private static final long serialVersionUID = 1L;
    private String text = "";

    public External() {}

    External(String text) {
      this.text = text;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeUTF(text);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      text = in.readUTF();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof External that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** Written as its proxy and read through it. */
  static final class Replaced implements Serializable {
    private static final long serialVersionUID = 1L;
    private final transient String text;

    Replaced(String text) {
      this.text = text;
    }

    private Object writeReplace() throws ObjectStreamException {
      return new Form(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Replaced that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  private static final class Form implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String text;

    Form(String text) {
      this.text = text;
    }

    private Object readResolve() throws ObjectStreamException {
      return new Replaced(text);
    }
  }

  /** A chain: each link is one level deeper in the stream. */
  static final class Link implements Serializable {
    private static final long serialVersionUID = 1L;
    @Nullable Object next;
  }

  static class Holder extends HashMap<String, Object> {
    private static final long serialVersionUID = 1L;
  }

  static class Base implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  static final class Child extends Base {
    private static final long serialVersionUID = 1L;
  }
}
