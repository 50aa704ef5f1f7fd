package io.larder.storage.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.Outcome;
import io.larder.storage.Stamp;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class CommitCodecTest {

  @Provide
  Arbitrary<Commit> commits() {
    Arbitrary<Bytes> bytes =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Bytes::copyOf);
    Arbitrary<Long> longs = Arbitraries.longs();
    Arbitrary<Stamp> stamps = Combinators.combine(longs, longs, longs, longs).as(Stamp::new);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    Arbitrary<Entry> entries =
        Combinators.combine(bytes, bytes, stamps, longs, flags).as(Entry::new).injectNull(0.3);
    Arbitrary<Outcome> outcomes =
        Combinators.combine(flags, flags, entries, entries, entries)
            .as(
                (held, same, before, after, expired) ->
                    new Outcome(held, before, same ? before : after, expired));
    return Combinators.combine(flags, outcomes.list().ofMaxSize(4)).as(Commit::new);
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("commits") Commit commit) {
    assertThat(CommitCodec.decode(CommitCodec.encode(commit))).isEqualTo(commit);
  }

  @Property
  void whatIsCutIsRefused(@ForAll("commits") Commit commit, @ForAll int where) {
    byte[] bytes = CommitCodec.encode(commit).toByteArray();
    Bytes cut = Bytes.wrap(Arrays.copyOf(bytes, Math.floorMod(where, bytes.length)));
    assertThatThrownBy(() -> CommitCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 80) byte[] bytes) {
    try {
      assertThat(CommitCodec.decode(Bytes.copyOf(bytes))).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("answer");
    }
  }
}
