package io.larder.storage.codec;

import static io.larder.storage.codec.ValueSamples.OPEN;
import static io.larder.storage.codec.ValueSamples.STRICT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.larder.storage.Bytes;
import io.larder.storage.codec.ValueSamples.Line;
import io.larder.storage.codec.ValueSamples.Link;
import io.larder.storage.codec.ValueSamples.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that somebody planted or broke: a {@link CodecException}, and nothing of them has run. */
class HostileBytesTest {

  /** Serializes without a filter, as an attacker would. */
  static byte[] stream(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ValueTag.JAVA);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** Renames a class in a stream to one whose name is as long. */
  static Bytes renamed(byte[] stream, String from, String to) {
    assertThat(to).hasSameSizeAs(from);
    String text = new String(stream, ISO_8859_1);
    assertThat(text).contains(from);
    return Bytes.wrap(text.replace(from, to).getBytes(ISO_8859_1));
  }

  /** For each kind of class a harmless one, and one that tells when it is touched. */
  static Stream<Supplier<Object>> decoys() {
    return Stream.of(
        () -> new Decoys.HarmlessBean(),
        () -> new Decoys.HarmlessExtern(),
        () -> new Decoys.HarmlessRecord("a"),
        () -> Decoys.HarmlessEnum.ONE,
        () -> Decoys.HarmlessBean.class,
        () -> Decoys.proxy(),
        () -> new Decoys.HarmlessBean[0],
        () -> new Decoys.HarmlessBean[][] {{new Decoys.HarmlessBean()}},
        () -> new ArrayList<Object>(List.of(Map.of("k", new Decoys.HarmlessBean()))),
        () -> new Decoys.HarmlessBeanChild());
  }

  @ParameterizedTest
  @MethodSource("decoys")
  void noConstructorAndNoInitializerOfARefusedClassRuns(Supplier<Object> decoy) {
    byte[] stream = stream(decoy.get());
    Bytes planted = renamed(stream, "$Harmless", "$Sentinel");
    Throwable thrown = catchThrowable(() -> STRICT.decode(planted));
    assertThat(thrown).isInstanceOf(RefusedClassException.class);
    assertThat(thrown).hasMessageContaining("Decoys$Sentinel");
    assertThat(System.getProperty(Decoys.TOUCHED)).isNull();
  }

  /** The sentinels do tell: the same bytes behind an open filter touch them. */
  @Test
  void theSentinelsWork() {
    Bytes planted = renamed(stream(new TouchableDecoy.HarmlessBean()), "$Harmless", "$Sentinel");
    assertThatThrownBy(() -> STRICT.decode(planted)).isInstanceOf(RefusedClassException.class);
    assertThat(System.getProperty(TouchableDecoy.TOUCHED)).isNull();
    assertThat(OPEN.decode(planted)).isNotNull();
    assertThat(System.getProperty(TouchableDecoy.TOUCHED)).isNotNull();
  }

  @Test
  void aRenamedClassIsNamed() {
    Bytes bytes = renamed(stream(new Line("a", 1)), "$Line", "$Gone");
    assertThatThrownBy(() -> OPEN.decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("ValueSamples$Gone");
  }

  @Test
  void endlessDepthIsOneClearError() throws InterruptedException {
    Link first = new Link();
    Link last = first;
    for (int i = 0; i < 200_000; i++) {
      Link next = new Link();
      last.next = next;
      last = next;
    }
    assertThatThrownBy(() -> OPEN.encode(first))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("nested too deeply");
    // A large stack writes what a small one cannot read.
    List<byte[]> written = new ArrayList<>();
    Thread roomy = new Thread(null, () -> written.add(stream(first)), "roomy", 1L << 29);
    roomy.start();
    roomy.join();
    assertThatThrownBy(() -> OPEN.decode(Bytes.wrap(written.get(0))))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void arraysThatAreLongerThanTheStream() {
    for (Object array : List.of(new byte[77], new long[77], new Object[77], new int[77][])) {
      byte[] bytes = stream(array);
      int at = indexOf(bytes, new byte[] {0, 0, 0, 77});
      bytes[at] = 0x7F;
      assertThatThrownBy(() -> STRICT.decode(Bytes.wrap(bytes)))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("elements");
    }
  }

  @Test
  void tablesThatAreLargerThanTheStream() {
    byte[] bytes = stream(new HashMap<>(Map.of(77, "x")));
    int at = lastIndexOf(bytes, new byte[] {0, 0, 0, 1});
    bytes[at] = 0x0F;
    assertThatThrownBy(() -> STRICT.decode(Bytes.wrap(bytes))).isInstanceOf(CodecException.class);
    byte[] list = stream(new ArrayList<>(List.of("x")));
    int size = indexOf(list, new byte[] {0, 0, 0, 1});
    list[size] = 0x7F;
    list[lastIndexOf(list, new byte[] {0, 0, 0, 1})] = 0x7F;
    assertThatThrownBy(() -> STRICT.decode(Bytes.wrap(list))).isInstanceOf(CodecException.class);
  }

  /** Each set holds two that hold the same two: 2 to the 100 visits without a bound. */
  private static Set<Object> nestedSets() {
    Set<Object> root = new HashSet<>();
    Set<Object> left = root;
    Set<Object> right = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Set<Object> nextLeft = new HashSet<>(Set.of("unlike the other"));
      Set<Object> nextRight = new HashSet<>();
      left.addAll(List.of(nextLeft, nextRight));
      right.addAll(List.of(nextLeft, nextRight));
      left = nextLeft;
      right = nextRight;
    }
    return root;
  }

  /** A key that is a list of lists, each twice in the one above. */
  private static Map<Object, Object> nestedLists() {
    List<Object> list = new ArrayList<>();
    Map<Object, Object> root = new HashMap<>();
    root.put(list, "x");
    for (int i = 0; i < 100; i++) {
      List<Object> next = new ArrayList<>();
      list.add(next);
      list.add(next);
      list = next;
    }
    return root;
  }

  @Test
  @Timeout(60)
  void collectionsThatTakeForeverToHash() {
    for (byte[] bomb : List.of(stream(nestedSets()), stream(nestedLists()))) {
      assertThat(bomb.length).isLessThan(20_000);
      long start = System.nanoTime();
      assertThatThrownBy(() -> STRICT.decode(Bytes.wrap(bomb)))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("hashing");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void manySharedPartsAreNoBomb() {
    List<Integer> shared = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      shared.add(i);
    }
    Map<Integer, List<Integer>> map = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      map.put(i, shared);
    }
    assertThat(STRICT.decode(STRICT.encode(map))).isEqualTo(map);
  }

  @Property
  void anyBytesDecodeOrAreACodecException(@ForAll @Size(max = 40) byte[] payload) {
    for (int tag = 0; tag < 256; tag++) {
      byte[] bytes = new byte[payload.length + 1];
      bytes[0] = (byte) tag;
      System.arraycopy(payload, 0, bytes, 1, payload.length);
      Throwable thrown = catchThrowable(() -> OPEN.decode(Bytes.wrap(bytes)));
      assertThat(thrown == null || thrown instanceof CodecException).as("%s", thrown).isTrue();
    }
  }

  @Property
  void damagedValuesDecodeOrAreACodecException(
      @ForAll int place, @ForAll byte change, @ForAll boolean cut) {
    byte[] bytes =
        stream(
            new ArrayList<>(
                Arrays.asList(
                    new Order("a", List.of(new Line("b", 1))),
                    Map.of("k", Set.of(1, 2)),
                    null,
                    ValueSamples.Color.GREEN,
                    new ValueSamples.External("e"),
                    new int[] {1, 2})));
    int at = 1 + Math.floorMod(place, bytes.length - 1);
    bytes[at] ^= change;
    Bytes damaged = cut ? Bytes.copyOf(bytes).slice(0, at) : Bytes.wrap(bytes);
    Throwable thrown = catchThrowable(() -> OPEN.decode(damaged));
    if (cut || thrown != null) {
      assertThat(thrown).isInstanceOf(CodecException.class);
    }
  }

  @Test
  void noBytesAtAllAndBytesAfterTheEnd() {
    assertThatThrownBy(() -> STRICT.decode(Bytes.EMPTY)).isInstanceOf(CodecException.class);
    byte[] stream = stream(List.of(1));
    Bytes longer = Bytes.wrap(Arrays.copyOf(stream, stream.length + 1));
    assertThatThrownBy(() -> STRICT.decode(longer)).isInstanceOf(CodecException.class);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  private static int lastIndexOf(byte[] bytes, byte[] part) {
    for (int i = bytes.length - part.length; i >= 0; i--) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }
}
