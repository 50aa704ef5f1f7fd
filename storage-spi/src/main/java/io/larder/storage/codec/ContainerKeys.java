package io.larder.storage.codec;

import java.lang.reflect.Array;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Containers, which are equal when what they hold is equal, whatever their class: lists, sets,
 * maps, map entries, optionals, and arrays, which keys compare by content.
 *
 * <p>Lists and arrays keep their order and sort as tuples. A set or a map is written in the order
 * of its encoded elements or keys. An array of references loses its element type, as {@link
 * Arrays#deepEquals} does not look at it.
 */
final class ContainerKeys {

  /** So many elements of a set may have one hash code. Each is compared with those before it. */
  static final int MAX_COLLISIONS = 1_024;

  private static final String PRIMITIVES = "ZCBSIJFD";
  private static final Class<?>[] PRIMITIVE_TYPES = {
    boolean.class, char.class, byte.class, short.class,
    int.class, long.class, float.class, double.class
  };

  private final Components components;

  ContainerKeys(Components components) {
    this.components = components;
  }

  /** Returns how a container class is written, or null if the class is no container. */
  @Nullable KeyType typeFor(Class<?> type) {
    if (type == byte[].class) {
      return new Container(KeyTag.BYTES, (out, value) -> out.escaped((byte[]) value));
    }
    if (type.isArray()) {
      return type.getComponentType().isPrimitive()
          ? new Container(KeyTag.PRIMITIVE_ARRAY, this::writePrimitives)
          : new Container(KeyTag.OBJECT_ARRAY, (out, v) -> writeAll(out, List.of(), (Object[]) v));
    }
    if (List.class.isAssignableFrom(type)) {
      return new Container(KeyTag.LIST, (out, v) -> writeAll(out, (List<?>) v, new Object[0]));
    }
    if (Set.class.isAssignableFrom(type)) {
      return new Container(KeyTag.SET, (out, value) -> writeSet(out, (Set<?>) value));
    }
    if (Map.class.isAssignableFrom(type)) {
      return new Container(KeyTag.MAP, (out, value) -> writeMap(out, (Map<?, ?>) value));
    }
    if (Map.Entry.class.isAssignableFrom(type)) {
      return new Container(KeyTag.MAP_ENTRY, (out, v) -> writeEntry(out, (Map.Entry<?, ?>) v));
    }
    if (type == Optional.class) {
      return new Container(
          KeyTag.OPTIONAL,
          (out, value) -> components.write(out, ((Optional<?>) value).orElse(null)));
    }
    return null;
  }

  /** Reads what follows the tag, or returns null if it is no container's tag. */
  @Nullable Object read(int tag, KeyReader in) {
    return switch (tag) {
      case KeyTag.BYTES -> in.escaped();
      case KeyTag.PRIMITIVE_ARRAY -> readPrimitives(in);
      case KeyTag.OBJECT_ARRAY -> readAll(in).toArray();
      case KeyTag.LIST -> readAll(in);
      case KeyTag.SET -> new LinkedHashSet<>(requireSpread(readAll(in)));
      case KeyTag.MAP -> readMap(in);
      case KeyTag.MAP_ENTRY -> new SimpleEntry<>(components.read(in), components.read(in));
      case KeyTag.OPTIONAL -> Optional.ofNullable(components.read(in));
      default -> null;
    };
  }

  private void writeAll(KeyWriter out, List<?> list, @Nullable Object[] array) {
    for (Object element : list) {
      components.write(out, element);
    }
    for (Object element : array) {
      components.write(out, element);
    }
    out.octet(KeyTag.END);
  }

  private List<@Nullable Object> readAll(KeyReader in) {
    List<@Nullable Object> all = new ArrayList<>();
    while (!in.skipEnd()) {
      all.add(components.read(in));
    }
    return all;
  }

  private void writeSet(KeyWriter out, Set<?> set) {
    requireSpread(set);
    List<byte[]> encoded = new ArrayList<>(set.size());
    for (Object element : set) {
      int from = out.size();
      components.write(out, element);
      encoded.add(out.cut(from));
    }
    writeSorted(out, encoded);
  }

  private void writeMap(KeyWriter out, Map<?, ?> map) {
    requireSpread(map.keySet());
    List<byte[]> encoded = new ArrayList<>(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      int from = out.size();
      writeEntry(out, entry);
      encoded.add(out.cut(from));
    }
    writeSorted(out, encoded);
  }

  private void writeEntry(KeyWriter out, Map.Entry<?, ?> entry) {
    components.write(out, entry.getKey());
    components.write(out, entry.getValue());
  }

  private static void writeSorted(KeyWriter out, List<byte[]> encoded) {
    encoded.sort(Arrays::compareUnsigned);
    encoded.forEach(out::raw);
    out.octet(KeyTag.END);
  }

  private Map<@Nullable Object, @Nullable Object> readMap(KeyReader in) {
    List<@Nullable Object> keys = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    while (!in.skipEnd()) {
      keys.add(components.read(in));
      values.add(components.read(in));
    }
    requireSpread(keys);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i));
    }
    return map;
  }

  /** Refuses, in both directions, what would take a time that grows with its square. */
  private static <T extends Collection<?>> T requireSpread(T elements) {
    if (elements.size() > MAX_COLLISIONS) {
      Map<Integer, Integer> counts = new HashMap<>();
      for (Object element : elements) {
        if (counts.merge(Objects.hashCode(element), 1, Integer::sum) > MAX_COLLISIONS) {
          throw new CodecException(
              "The key holds a set or map in which more than "
                  + MAX_COLLISIONS
                  + " elements have the same hash code. Use a list, or plug in a KeyCodec.");
        }
      }
    }
    return elements;
  }

  private void writePrimitives(KeyWriter out, Object array) {
    out.octet(array.getClass().descriptorString().charAt(1));
    for (int i = 0; i < Array.getLength(array); i++) {
      components.write(out, Array.get(array, i));
    }
    out.octet(KeyTag.END);
  }

  private Object readPrimitives(KeyReader in) {
    int type = PRIMITIVES.indexOf(in.octet());
    if (type < 0) {
      throw KeyReader.damaged("no primitive array has that type");
    }
    List<@Nullable Object> all = readAll(in);
    Object array = Array.newInstance(PRIMITIVE_TYPES[type], all.size());
    for (int i = 0; i < all.size(); i++) {
      Array.set(array, i, all.get(i));
    }
    return array;
  }

  private record Container(byte tag, Writer writer) implements KeyType {
    @Override
    public void write(KeyWriter out, Object value) {
      writer.write(out, value);
    }
  }

  private interface Writer {
    void write(KeyWriter out, Object value);
  }
}
