package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The counter's payload. */
class CounterTest {

  private static final Stamp BIRTH = new Stamp(1, 4, 1000, 7);

  @Provide
  Arbitrary<Entry> counters() {
    return EntryStates.counters();
  }

  private static Entry entry(Bytes value) {
    return new Entry(EntryStates.KEY, value, BIRTH, Entry.NEVER, false);
  }

  @Property
  void bytesAreCanonical(@ForAll("counters") Entry entry) {
    Counter counter = Counter.of(entry);
    assertThat(counter).isNotNull();
    assertThat(counter.toBytes()).isEqualTo(entry.value());
  }

  @Property
  void theOrderOfOriginsLeavesNoTrace(@ForAll BigDecimal a, @ForAll BigDecimal b) {
    Counter counter = Counter.bornAt(BIRTH);
    assertThat(counter.plus(1, a).plus(2, b).toBytes())
        .isEqualTo(counter.plus(2, b).plus(1, a).toBytes());
    assertThat(counter.plus(1, a).plus(2, b).total()).isEqualByComparingTo(a.add(b));
  }

  @Property
  void joiningKeepsTheLaterOfEachPart(
      @ForAll("counters") Entry left, @ForAll("counters") Entry right) {
    Counter a = Counter.of(left);
    Counter b = Counter.of(right);
    Counter joined = a.join(b);
    assertThat(joined.toBytes())
        .isEqualTo(a.birth().equals(b.birth()) ? b.join(a).toBytes() : joined.toBytes());
    assertThat(joined.version()).isGreaterThanOrEqualTo(a.version());
    assertThat(a.join(a).toBytes()).isEqualTo(a.toBytes());
    assertThat(joined.join(b).toBytes()).isEqualTo(joined.toBytes());
  }

  @Property
  void aDamagedPayloadIsNoCounterOrACanonicalOne(
      @ForAll("counters") Entry entry, @ForAll int where, @ForAll byte bit, @ForAll boolean cut) {
    byte[] bytes = entry.value().toByteArray();
    int place = Math.floorMod(where, bytes.length);
    bytes[place] ^= bit;
    Bytes damaged = Bytes.wrap(cut ? Arrays.copyOf(bytes, place) : bytes);
    assertCanonicalOrNone(damaged);
  }

  @Property
  void anyBytesAfterTheTagAreNoCounterOrACanonicalOne(@ForAll @Size(max = 60) byte[] tail) {
    byte[] bytes = new byte[tail.length + 1];
    bytes[0] = Counter.TAG;
    System.arraycopy(tail, 0, bytes, 1, tail.length);
    assertCanonicalOrNone(Bytes.wrap(bytes));
  }

  private static void assertCanonicalOrNone(Bytes value) {
    Counter counter = Counter.of(entry(value));
    if (counter != null) {
      assertThat(counter.toBytes()).isEqualTo(value);
      assertThat(counter.total()).isNotNull();
    }
  }

  @Test
  void aNumberWithAnUnneededByteIsNotCanonical() {
    byte[] plain = Counter.bornAt(BIRTH).plus(7, BigDecimal.ONE).toBytes().toByteArray();
    byte[] longer = Arrays.copyOf(plain, plain.length + 1);
    longer[longer.length - 3]++;
    longer[longer.length - 2] = 0;
    longer[longer.length - 1] = 1;
    assertThat(Counter.of(entry(Bytes.wrap(plain)))).isNotNull();
    assertThat(Counter.of(entry(Bytes.wrap(longer)))).isNull();
  }

  @Test
  void aTombstoneIsNoCounter() {
    Entry deleted =
        new Entry(EntryStates.KEY, Counter.bornAt(BIRTH).toBytes(), BIRTH, Entry.NEVER, true);
    assertThat(Counter.of(deleted)).isNull();
  }

  @Test
  void numbersThatWouldFillMemoryAreRefused() {
    assertThatThrownBy(() -> Counter.bornAt(BIRTH).plus(1, new BigDecimal("1e1000000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1,000,000");
  }
}
