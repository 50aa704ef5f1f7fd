package io.larder.tck.hostile;

import io.larder.tck.hostile.Planted.Decoy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Values and keys of the kinds that are encoded differently. */
final class Samples {

  private Samples() {}

  static List<Object> values() {
    return List.of(
        "text with a € in it",
        42L,
        true,
        new byte[] {1, 2, 3},
        new BigDecimal("12.34"),
        UUID.fromString("8d4d6d9a-4e60-4c43-9bd2-6cd8a5a57a55"),
        Instant.ofEpochSecond(1),
        new ArrayList<>(List.of("one", 2, 3.0)),
        new HashMap<>(Map.of("one", List.of(1, 2), "two", LocalDate.of(2025, 1, 1))),
        new TreeMap<>(Map.of("b", 1, "a", 2)),
        new Decoy("text"));
  }

  static List<Object> keys() {
    return List.of(
        "text with a € in it",
        42L,
        new BigDecimal("12.34"),
        UUID.fromString("8d4d6d9a-4e60-4c43-9bd2-6cd8a5a57a55"),
        LocalDate.of(2025, 1, 1),
        List.of("one", 2L),
        new Decoy("text"));
  }
}
