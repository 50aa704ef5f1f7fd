package io.larder.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class RawCheckpointsTest {

  private static Object ofTheProduct(String constant) throws ReflectiveOperationException {
    Field field = Class.forName("io.larder.storage.sqlite.Checkpointer").getDeclaredField(constant);
    field.setAccessible(true);
    return field.get(null);
  }

  @Test
  void areDueWhenTheProductsAre() throws ReflectiveOperationException {
    assertThat(RawCheckpoints.PASSIVE_BYTES).isEqualTo(ofTheProduct("PASSIVE_BYTES"));
    assertThat(RawCheckpoints.BOUND_BYTES).isEqualTo(ofTheProduct("BOUND_BYTES"));
    assertThat(RawCheckpoints.INTERVAL_MILLIS).isEqualTo(ofTheProduct("INTERVAL_MILLIS"));
    assertThat(RawCheckpoints.TRUNCATION_INTERVAL_NANOS)
        .isEqualTo(ofTheProduct("TRUNCATION_INTERVAL_NANOS"));
  }
}
