package io.larder.engine.copy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.larder.storage.Bytes;
import io.larder.storage.codec.SerializationFilter;
import io.larder.storage.codec.ValueCodec;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values of which a copy is easily something else, or costs far more than decoding does. */
class CopierTrapsTest {

  private final ValueCodec codec =
      new ValueCodec(
          getClass().getClassLoader(), SerializationFilter.of("io.larder.engine.copy.**"));
  private final ValueCopier copier = new ValueCopier(codec);

  private ValueCopier.Trial tried(Object value) {
    return copier.tryOut(codec.encode(value));
  }

  private Object secondHit(Object value) {
    Bytes bytes = codec.encode(value);
    ValueCopier.Trial trial = copier.tryOut(bytes);
    return trial.original() == null
        ? codec.decode(bytes)
        : copier.copy(trial.original(), trial.tree());
  }

  private static long allocated(Runnable work) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run();
    long before = thread.getCurrentThreadAllocatedBytes();
    work.run();
    return thread.getCurrentThreadAllocatedBytes() - before;
  }

  /** Each holds the one before twice: followed by every path, 2^20 of them. */
  @Test
  void constantsThatHoldOneAnotherTwiceAreLookedAtOnce() {
    Object doubled = "end";
    for (int i = 0; i < 20; i++) {
      doubled = Collections.singletonMap(doubled, doubled);
    }
    Bytes bytes = codec.encode(new ArrayList<>(Collections.singleton(doubled)));
    assertThat(copier.tryOut(bytes).original()).isNotNull();
    assertThat(allocated(() -> copier.tryOut(bytes))).isLessThan(10_000_000);
  }

  @Test
  void aCopyAllocatesInProportionToItsLength() {
    List<Object> list = new CopyOnWriteArrayList<>(Collections.nCopies(4_000, "x"));
    Object original = Objects.requireNonNull(tried(list).original());
    assertThat(allocated(() -> copier.copy(original, true))).isLessThan(1_000_000);
    assertThat(copier.copy(original, true)).isEqualTo(list);
  }

  /** An order that counts what it is asked. */
  static final class CountingOrder implements Comparator<Integer>, Serializable {
    private static final long serialVersionUID = 1L;
    int asked;

    @Override
    public int compare(Integer one, Integer other) {
      asked++;
      return one.compareTo(other);
    }
  }

  @Test
  void theOrderOfAQueueIsAsItWouldBeDecoded() {
    PriorityQueue<Integer> queue = new PriorityQueue<>(new CountingOrder());
    queue.addAll(List.of(5, 4, 3, 2, 1));
    Bytes bytes = codec.encode(queue);
    assertThat(codec.encode(secondHit(queue))).isEqualTo(codec.encode(codec.decode(bytes)));
  }

  /** They can be asked whether they hold null; those of {@code List.of} cannot. */
  @Test
  void listsOfStreamsStayWhatTheyAre() {
    List<int[]> list = Stream.of(new int[1], new int[2], new int[3]).toList();
    assertThat(((List<?>) secondHit(list)).contains(null)).isFalse();
  }

  /** Its constructor gives those built later what those built earlier were given. */
  record Taking(List<String> list) implements Serializable {
    static final List<List<String>> GIVEN = new ArrayList<>();

    Taking {
      GIVEN.add(list);
      list = GIVEN.size() > 2 ? GIVEN.get(4 - GIVEN.size()) : list;
    }
  }

  @Test
  void aPartOfTheOriginalIsFoundInAnyPlaceOfTheCopy() {
    List<String> list = new ArrayList<>(List.of("a"));
    Bytes bytes =
        codec.encode(new ArrayList<>(List.of(new Taking(list), new Taking(new ArrayList<>(list)))));
    Taking.GIVEN.clear();
    assertThat(copier.tryOut(bytes).original()).isNull();
  }
}
