package io.larder.storage.kernel;

import io.larder.storage.Store;
import io.larder.storage.StoreOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores that a provider has open in this class loader, by place. Openers of one place share
 * one store: each gets a share of its own to close, and the last share closed closes the store.
 * Thread-safe.
 *
 * @param <K> what tells places apart
 */
public final class SharedStores<K> {

  private static final class Shared {
    private final Store store;
    private final StoreOptions options;
    private int openers;

    Shared(Store store, StoreOptions options) {
      this.store = store;
      this.options = options;
    }
  }

  private final Map<K, Shared> open = new HashMap<>();

  /**
   * Takes a share of the store at that place.
   *
   * @param opener opens the store, called if nobody has it open
   * @throws IllegalArgumentException if the place is open with another durability, clock or setting
   */
  public synchronized Store open(K place, StoreOptions options, Supplier<? extends Store> opener) {
    Shared shared = open.get(place);
    if (shared == null) {
      shared = new Shared(opener.get(), options);
      open.put(place, shared);
    } else {
      requireSame(place, shared.options, options);
    }
    shared.openers++;
    return new StoreShare(shared.store, () -> release(place));
  }

  private synchronized void release(K place) {
    Shared shared = open.get(place);
    if (shared != null && --shared.openers == 0) {
      open.remove(place);
      shared.store.close();
    }
  }

  private static void requireSame(Object place, StoreOptions standing, StoreOptions asked) {
    refuseOther(place, "durability", standing.durability(), asked.durability());
    refuseOther(place, "clock", standing.clock(), asked.clock());
    for (String setting : standing.settings().keySet()) {
      refuseOther(place, setting, standing.settings().get(setting), asked.settings().get(setting));
    }
    for (String setting : asked.settings().keySet()) {
      refuseOther(place, setting, standing.settings().get(setting), asked.settings().get(setting));
    }
  }

  private static void refuseOther(
      Object place, String option, @Nullable Object standing, @Nullable Object asked) {
    if (standing == null ? asked != null : !standing.equals(asked)) {
      throw new IllegalArgumentException(
          "The store %s is open already with %s = %s, and cannot be opened with %s as well: close it first, or give both openers the same."
              .formatted(place, option, shown(standing), shown(asked)));
    }
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "its default" : "'" + value + "'";
  }
}
