package io.larder.storage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One store among several that exchange changes, on a clock of its own, doing random things. */
final class Replica {

  static final List<SpaceName> NAMES =
      List.of(SpaceName.global("a"), new SpaceName("user", "42", "b"));
  private static final int KEYS = 6;

  /** Everything that must be the same in the end; positions and conflict logs are a store's own. */
  record Dump(Map<SpaceName, Optional<SpaceState>> states, Map<String, Entry> entries) {}

  private final String name;
  private final Store store;
  private final SettableClock clock;
  private final Random random;

  /** What was read of the others and has not arrived yet. */
  private final List<ChangePage> pagesInFlight = new ArrayList<>();

  Replica(String name, Store store, SettableClock clock, Random random) {
    this.name = name;
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  Store store() {
    return store;
  }

  /** Opened at each use, since it may have been destroyed by anybody. */
  private Space space() {
    return store.openSpace(NAMES.get(random.nextInt(NAMES.size())), SpaceOptions.DEFAULT);
  }

  void changeSomething() {
    clock.advance(Duration.ofMillis(random.nextInt(30)));
    int choice = random.nextInt(40);
    if (choice == 0) {
      store.clear(space(), null);
    } else if (choice == 1) {
      store.destroy(space().name(), null);
    } else {
      Space space = space();
      store.commit(Batch.of(space, mutation(space)));
    }
  }

  private Mutation mutation(Space space) {
    int number = random.nextInt(KEYS);
    Bytes key = number == 0 ? ContractCase.bytes("k".repeat(2000)) : ContractCase.bytes(number);
    long expiresAt = random.nextInt(3) == 0 ? clock.millis() + random.nextInt(300) : Entry.NEVER;
    Entry standing = store.get(space, key);
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          new Mutation.Put(
              key,
              ContractCase.bytes(name + random.nextInt(3)),
              expiresAt,
              random.nextBoolean() ? Entry.KEEP : expiresAt,
              Condition.NONE);
      case 2 -> Mutation.Delete.of(key);
      case 3 ->
          new Mutation.Touch(
              key, standing == null ? new Stamp(1, 1, 1, 1) : standing.stamp(), expiresAt);
      case 4 ->
          new Mutation.Put(key, ContractCase.bytes(name), expiresAt, expiresAt, Condition.ABSENT);
      default -> new Mutation.Add(key, BigDecimal.ONE, expiresAt, Entry.KEEP, Condition.NONE);
    };
  }

  /** Reads one page of the other's feed where reading stopped, and merges it with its cursor. */
  void pullInOrder(Replica other) {
    ChangePage page = other.store.changes(store.cursorOf(other.name), 1 + random.nextInt(9), 5000);
    if (page.gap()) {
      page = other.store.changes(Cursor.START, 1 + random.nextInt(9), 5000);
    }
    store.merge(page.changes(), new PeerCursor(other.name, page.next()));
  }

  /**
   * Takes a page of the other's feed from anywhere, to be merged later, more than once, or never.
   */
  void capture(Replica other) {
    ChangePage page = other.store.changes(Cursor.START, 1 + random.nextInt(30), 5000);
    for (int skipped = random.nextInt(3); skipped > 0 && page.more(); skipped--) {
      ChangePage next = other.store.changes(page.next(), 1 + random.nextInt(30), 5000);
      if (!next.gap()) {
        page = next;
      }
    }
    pagesInFlight.add(page);
  }

  void mergeSomethingCaptured() {
    if (!pagesInFlight.isEmpty()) {
      int which = random.nextInt(pagesInFlight.size());
      List<Change> rows = new ArrayList<>(pagesInFlight.get(which).changes());
      Collections.shuffle(rows, random);
      store.merge(rows.subList(0, random.nextInt(rows.size() + 1)), null);
      if (random.nextBoolean()) {
        pagesInFlight.remove(which);
      }
    }
  }

  /** Collects what all the others have read past. */
  void reap(List<Replica> all) {
    long seen = Long.MAX_VALUE;
    for (Replica other : all) {
      if (other != this) {
        seen = Math.min(seen, other.store.cursorOf(name).position());
      }
    }
    store.reap(new Reap(seen, Duration.ZERO, Duration.ZERO, 1 + random.nextInt(50)));
  }

  /** Merges the other's whole feed in random order; returns how many rows changed this store. */
  int mergeAllOf(Replica other) {
    List<Change> rows = new ArrayList<>(ContractCase.feed(other.store));
    Collections.shuffle(rows, random);
    return store.merge(rows, null).applied();
  }

  Dump dump() {
    Map<SpaceName, Optional<SpaceState>> states = new HashMap<>();
    for (SpaceName space : NAMES) {
      states.put(space, Optional.of(store.space(space).orElse(SpaceState.fresh(space))));
    }
    Map<String, Entry> entries = new HashMap<>();
    for (Change change : ContractCase.feed(store)) {
      if (change instanceof Change.OfEntry row) {
        entries.put(row.space() + " " + row.entry().key(), row.entry());
      }
    }
    return new Dump(states, entries);
  }

  @Override
  public String toString() {
    return name + " " + store.identity().location();
  }
}
