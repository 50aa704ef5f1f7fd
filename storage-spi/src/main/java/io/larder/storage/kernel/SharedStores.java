package io.larder.storage.kernel;

import io.larder.storage.Store;
import io.larder.storage.StoreOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores that a provider has open in this class loader, by place. Openers of one place share
 * one store: each gets a share of its own to close, and the last share closed closes the store. The
 * bound of a space is the smallest among its openers. Thread-safe.
 *
 * @param <K> what tells places apart
 */
public final class SharedStores<K> {

  private static final class Shared {
    private final KeptStore store;
    private final StoreOptions options;
    private int openers;

    Shared(KeptStore store, StoreOptions options) {
      this.store = store;
      this.options = options;
    }
  }

  private final ConcurrentMap<K, Shared> open = new ConcurrentHashMap<>();

  /**
   * Takes a share of the store at that place.
   *
   * @param opener opens the store, called if nobody has it open
   * @throws IllegalArgumentException if the place is open with another durability, clock or setting
   */
  public Store open(K place, StoreOptions options, Supplier<? extends KeptStore> opener) {
    Shared taken =
        open.compute(
            place,
            (same, standing) -> {
              Shared shared = standing;
              if (shared == null) {
                shared = new Shared(opener.get(), options);
              } else {
                requireSame(place, shared.options, options);
              }
              shared.openers++;
              return shared;
            });
    return new StoreShare(taken.store, () -> release(place));
  }

  /** A store that cannot be closed properly is not given out again either. */
  private void release(K place) {
    List<RuntimeException> failures = new ArrayList<>();
    open.computeIfPresent(
        place,
        (same, shared) -> {
          if (--shared.openers > 0) {
            return shared;
          }
          try {
            shared.store.close();
          } catch (RuntimeException failure) {
            failures.add(failure);
          }
          return null;
        });
    for (RuntimeException failure : failures) {
      throw failure;
    }
  }

  private static void requireSame(Object place, StoreOptions standing, StoreOptions asked) {
    refuseOther(place, "larder.durability", shown(standing), shown(asked));
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
          "The store %s is open already with %s, and cannot be opened with %s as well: close it first, or give both openers the same."
              .formatted(place, shown(option, standing), shown(option, asked)));
    }
  }

  private static String shown(StoreOptions options) {
    return options.durability().name().toLowerCase(Locale.ROOT);
  }

  private static String shown(String option, @Nullable Object value) {
    return value == null ? "the default of " + option : option + '=' + value;
  }
}
