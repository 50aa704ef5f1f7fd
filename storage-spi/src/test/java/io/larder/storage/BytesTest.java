package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void copyOfDoesNotSeeLaterWritesAndWrapDoes() {
    byte[] array = {1, 2, 3};
    Bytes copied = Bytes.copyOf(array);
    Bytes wrapped = Bytes.wrap(array);
    array[0] = 9;
    assertThat(copied.at(0)).isEqualTo((byte) 1);
    assertThat(wrapped.at(0)).isEqualTo((byte) 9);
    assertThat(wrapped.unsafeArray()).isSameAs(array);
    copied.toByteArray()[0] = 7;
    assertThat(copied.at(0)).isEqualTo((byte) 1);
  }

  @Test
  void sortsByUnsignedByteAndPrefixFirst() {
    assertThat(bytes(0x7f)).isLessThan(bytes(0x80));
    assertThat(bytes(0xff)).isGreaterThan(bytes(0));
    assertThat(bytes(1)).isLessThan(bytes(1, 0));
    assertThat(Bytes.EMPTY).isLessThan(bytes(0));
  }

  @Test
  void slicesAndPrefixes() {
    Bytes bytes = bytes(1, 2, 3, 4);
    assertThat(bytes.slice(1, 3)).isEqualTo(bytes(2, 3));
    assertThat(bytes.slice(2, 2)).isSameAs(Bytes.EMPTY);
    assertThat(bytes.startsWith(bytes(1, 2))).isTrue();
    assertThat(bytes.startsWith(Bytes.EMPTY)).isTrue();
    assertThat(bytes.startsWith(bytes(1, 3))).isFalse();
    assertThat(bytes(1).startsWith(bytes(1, 2))).isFalse();
    assertThatThrownBy(() -> bytes.slice(3, 5)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void showsItsLengthAndSixteenBytesAtMost() {
    byte[] array = new byte[40];
    Arrays.fill(array, (byte) 0xab);
    assertThat(Bytes.wrap(array)).hasToString("Bytes[40: " + "ab".repeat(16) + "...]");
    assertThat(bytes(1, 255)).hasToString("Bytes[2: 01ff]");
  }

  @Property
  void equalsAndHashFollowTheContent(
      @ForAll @Size(max = 4) byte[] a, @ForAll @Size(max = 4) byte[] b) {
    assertThat(Bytes.wrap(a).equals(Bytes.wrap(b))).isEqualTo(Arrays.equals(a, b));
    assertThat(Bytes.wrap(a)).isEqualTo(Bytes.copyOf(a)).hasSameHashCodeAs(Bytes.copyOf(a));
    assertThat(Integer.signum(Bytes.wrap(a).compareTo(Bytes.wrap(b))))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
  }

  private static Bytes bytes(int... values) {
    byte[] array = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      array[i] = (byte) values[i];
    }
    return Bytes.wrap(array);
  }
}
