package io.larder.storage;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;

/**
 * How a store is to be opened.
 *
 * @param durability what acknowledged writes survive
 * @param clock wall clock in milliseconds; expiries, leases and hybrid timestamps follow it
 * @param settings further settings of the backend by their full name ({@code larder.sqlite.…})
 */
public record StoreOptions(
    Durability durability, InstantSource clock, Map<String, String> settings) {

  /** Durability {@code os}, the system's clock, no further setting. */
  public static final StoreOptions DEFAULT =
      new StoreOptions(Durability.OS, InstantSource.system(), Map.of());

  public StoreOptions {
    settings = Map.copyOf(settings);
  }

  /** Without the values of the settings: a password may be among them. */
  @Override
  public String toString() {
    return "StoreOptions[durability=%s, clock=%s, settings=%s]"
        .formatted(durability, clock, new TreeSet<>(settings.keySet()));
  }

  public StoreOptions withClock(InstantSource other) {
    return new StoreOptions(durability, other, settings);
  }

  public StoreOptions withDurability(Durability other) {
    return new StoreOptions(other, clock, settings);
  }
}
