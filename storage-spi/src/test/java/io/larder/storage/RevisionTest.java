package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class RevisionTest {

  private static final Space SPACE = new Space(1, SpaceName.global("history"));

  @Provide
  Arbitrary<Revision> revisions() {
    Arbitrary<Bytes> keys =
        Arbitraries.of((byte) 0, (byte) 1, (byte) 2, (byte) 'k', (byte) 0xFF)
            .array(byte[].class)
            .ofMaxSize(1100)
            .map(Bytes::copyOf);
    Arbitrary<Bytes> values =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Bytes::copyOf).injectNull(0.3);
    Arbitrary<Long> longs = Arbitraries.longs();
    Arbitrary<Long> times = Arbitraries.longs().greaterOrEqual(1);
    Arbitrary<String> actors =
        Arbitraries.of("", "ann", "\u00e9\u20ac\ud83d\ude00").injectNull(0.3);
    return Combinators.combine(keys, longs, times, times, actors, values, values, longs)
        .as(Revision::new);
  }

  private static Entry record(Bytes key, Bytes value) {
    return new Entry(key, value, new Stamp(1, 1, 1, 1), Entry.NEVER, false);
  }

  private static Entry record(Revision revision) {
    return record(revision.recordKey(), revision.toBytes());
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("revisions") Revision revision) {
    assertThat(Revision.of(record(revision))).isEqualTo(revision);
    assertThat(revision.recordKey().length()).isLessThan(1024);
  }

  @Property
  void theRangeOfAKeyHoldsItsRecordsAndNoOthers(
      @ForAll("revisions") Revision one, @ForAll("revisions") Revision other) {
    assertThat(Revision.recordsOf(one.key()).contains(one.recordKey())).isTrue();
    assertThat(Revision.recordsOf(one.key()).contains(other.recordKey()))
        .isEqualTo(one.key().equals(other.key()));
  }

  @Property
  void recordsSortByKey(@ForAll("revisions") Revision one, @ForAll("revisions") Revision other) {
    if (one.key().length() < 450 && other.key().length() < 450 && !one.key().equals(other.key())) {
      assertThat(Integer.signum(one.recordKey().compareTo(other.recordKey())))
          .isEqualTo(Integer.signum(one.key().compareTo(other.key())));
    }
  }

  @Example
  void theLatestComesFirst() {
    Revision early = new Revision(Bytes.EMPTY, 1, 5, 7, null, null, null, Entry.NEVER);
    Revision late = new Revision(Bytes.EMPTY, 2, 1L << 40, 3, null, null, null, Entry.NEVER);
    assertThat(late.recordKey()).isLessThan(early.recordKey());
  }

  @Property
  void whatIsCutIsRefused(@ForAll("revisions") Revision revision, @ForAll int where) {
    byte[] bytes = revision.toBytes().toByteArray();
    Bytes cut = Bytes.wrap(Arrays.copyOf(bytes, Math.floorMod(where, bytes.length)));
    assertRefused(record(revision.recordKey(), cut));
    Bytes longer = Bytes.wrap(Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused(record(revision.recordKey(), longer));
  }

  @Property
  void theRecordOfAnotherKeyIsRefused(
      @ForAll("revisions") Revision revision, @ForAll @Size(max = 80) byte[] key) {
    assertRefused(record(Bytes.copyOf(key), revision.toBytes()));
  }

  @Property
  void anyBytesAreReadOrRefused(
      @ForAll("revisions") Revision revision, @ForAll int where, @ForAll byte with) {
    byte[] bytes = revision.toBytes().toByteArray();
    bytes[Math.floorMod(where, bytes.length)] = with;
    try {
      assertThat(Revision.of(record(revision.recordKey(), Bytes.wrap(bytes)))).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("history");
    }
  }

  @Example
  void aTombstoneIsNoRecord() {
    Revision revision = new Revision(Bytes.EMPTY, 1, 1, 1, null, null, null, Entry.NEVER);
    Entry record = record(revision);
    assertRefused(
        new Entry(record.key(), record.value(), record.stamp(), record.expiresAt(), true));
  }

  private static void assertRefused(Entry record) {
    assertThatThrownBy(() -> Revision.of(record))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("history");
  }

  @Example
  void whatCannotBeKeptIsRefusedAtOnce() {
    new Recording(SPACE, "\ud83d\ude00".repeat(512), 0);
    assertThatThrownBy(() -> new Recording(SPACE, "\ud83d", Entry.NEVER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Recording(SPACE, "a".repeat(1025), Entry.NEVER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Recording(SPACE, "ann", Entry.KEEP))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
