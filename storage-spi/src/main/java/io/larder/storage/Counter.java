package io.larder.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a counter: one sum per origin, read as the total, so that increments on both sides
 * of a partition add up. Immutable.
 *
 * <p>Only an origin itself changes its sum, and counts its changes; of two copies of one sum the
 * one with more changes is the later. All states of a counter share the stamp of its birth: a put
 * or a delete begins another life, and lives do not join (see {@link ConflictRule}).
 */
public final class Counter {

  /** The first byte of a value that is a counter. No codec gives it to another kind of value. */
  public static final byte TAG = 0x7F;

  /** Sums of further apart scales would cost more memory than any count is worth. */
  private static final int MAXIMUM_SCALE = 1000;

  private record Part(long changes, BigDecimal sum) {

    /** More changes win; the sum decides only between copies that no correct node sends. */
    Part later(Part other) {
      if (changes != other.changes) {
        return changes > other.changes ? this : other;
      }
      int order = sum.compareTo(other.sum);
      if (order == 0) {
        order = Integer.compare(sum.scale(), other.sum.scale());
      }
      return order >= 0 ? this : other;
    }
  }

  private final Stamp birth;
  private final SortedMap<Long, Part> parts;

  private Counter(Stamp birth, SortedMap<Long, Part> parts) {
    this.birth = birth;
    this.parts = parts;
  }

  /** A counter that has not counted yet; its first change bears the stamp {@code birth}. */
  static Counter bornAt(Stamp birth) {
    return new Counter(birth, new TreeMap<>());
  }

  /** Creates the entry of a counter's first change. */
  public static Entry create(Bytes key, Stamp birth, BigDecimal first, long expiresAt) {
    Counter counter = bornAt(birth).plus(birth.origin(), first);
    return new Entry(key, counter.toBytes(), birth, expiresAt, false);
  }

  /**
   * Adds to the sum of one origin.
   *
   * @throws IllegalArgumentException if the number has more than 1,000 digits after the point, or
   *     more than 1,000 zeros before it
   */
  public Counter plus(long origin, BigDecimal delta) {
    requireCountable(delta);
    TreeMap<Long, Part> sums = new TreeMap<>(parts);
    Part mine = sums.getOrDefault(origin, new Part(0, BigDecimal.ZERO));
    long changes = Math.min(mine.changes(), Stamp.HIGHEST - 1) + 1;
    sums.put(origin, new Part(changes, mine.sum().add(delta)));
    return new Counter(birth, sums);
  }

  /**
   * Refuses numbers that are too large or too fine to be added up.
   *
   * @throws IllegalArgumentException as {@link #plus} does
   */
  public static void requireCountable(BigDecimal number) {
    if (Math.abs((long) number.scale()) > MAXIMUM_SCALE) {
      throw new IllegalArgumentException(
          "A counter counts in numbers of a scale of at most %,d; this one has %,d."
              .formatted(MAXIMUM_SCALE, number.scale()));
    }
  }

  /** Joins two states of the same life. */
  Counter join(Counter other) {
    TreeMap<Long, Part> sums = new TreeMap<>(parts);
    other.parts.forEach((origin, part) -> sums.merge(origin, part, Part::later));
    return new Counter(birth, sums);
  }

  /** The stamp of the counter's first change. */
  Stamp birth() {
    return birth;
  }

  /**
   * The version that follows from how often it was changed, so that every join raises it; {@link
   * Stamp#HIGHEST} at most.
   */
  public long version() {
    long version = birth.version() - 1;
    for (Part part : parts.values()) {
      version = part.changes() > Stamp.HIGHEST - version ? Stamp.HIGHEST : version + part.changes();
    }
    return version;
  }

  /** Whether its numbers are such as counting gives, so that joining cannot overflow them. */
  private boolean canBeIn(Stamp state) {
    return birth.version() >= 1
        && birth.timestamp() >= 1
        && birth.timestamp() <= state.timestamp()
        && state.version() <= Stamp.HIGHEST
        && parts.values().stream()
            .allMatch(part -> part.changes() >= 1 && part.changes() <= Stamp.HIGHEST)
        && birth.version() <= state.version()
        && version() <= state.version();
  }

  /** What it counts up to. */
  public BigDecimal total() {
    return parts.values().stream().map(Part::sum).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Whether the value is a counter's, well-formed or not. */
  public static boolean isCounter(Bytes value) {
    return value.length() > 0 && value.at(0) == TAG;
  }

  /** The canonical form: equal counters give equal bytes. */
  public Bytes toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(TAG);
      out.writeLong(birth.version());
      out.writeLong(birth.timestamp());
      out.writeLong(birth.origin());
      out.writeInt(parts.size());
      for (Map.Entry<Long, Part> part : parts.entrySet()) {
        byte[] unscaled = part.getValue().sum().unscaledValue().toByteArray();
        out.writeLong(part.getKey());
        out.writeLong(part.getValue().changes());
        out.writeInt(part.getValue().sum().scale());
        out.writeInt(unscaled.length);
        out.write(unscaled);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /**
   * The counter in a value that is no entry's own, such as one of a {@link Revision}; null if it is
   * none, as {@link #of(Entry)} tells it.
   */
  public static @Nullable Counter of(Bytes value) {
    Stamp latest = new Stamp(0, Stamp.HIGHEST, Long.MAX_VALUE, 0);
    return of(new Entry(Bytes.EMPTY, value, latest, Entry.NEVER, false));
  }

  /**
   * The counter of an entry, or null if the entry is no counter, or none in canonical form, or one
   * whose numbers counting cannot give: then it is a value like any other, since joining it with
   * itself would change it, or overflow.
   */
  public static @Nullable Counter of(Entry entry) {
    if (entry.deleted() || !isCounter(entry.value())) {
      return null;
    }
    byte[] bytes = entry.value().unsafeArray();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.readByte();
      Stamp birth = new Stamp(entry.stamp().epoch(), in.readLong(), in.readLong(), in.readLong());
      TreeMap<Long, Part> sums = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        long origin = in.readLong();
        long changes = in.readLong();
        int scale = in.readInt();
        int length = in.readInt();
        if (length < 1 || length > in.available() || Math.abs((long) scale) > MAXIMUM_SCALE) {
          return null;
        }
        BigInteger unscaled = new BigInteger(in.readNBytes(length));
        sums.put(origin, new Part(changes, new BigDecimal(unscaled, scale)));
      }
      Counter counter = new Counter(birth, sums);
      return counter.canBeIn(entry.stamp()) && counter.toBytes().equals(entry.value())
          ? counter
          : null;
    } catch (IOException truncated) {
      return null;
    }
  }
}
