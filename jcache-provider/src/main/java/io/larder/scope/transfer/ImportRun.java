package io.larder.scope.transfer;

import io.larder.config.CacheSettings;
import io.larder.config.HistorySettings;
import io.larder.engine.History;
import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Commit;
import io.larder.storage.Entry;
import io.larder.storage.HybridClock;
import io.larder.storage.Mutation;
import io.larder.storage.Outcome;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.Stamp;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One file that is imported. Used by one thread. */
final class ImportRun {

  private static final int BATCH_ENTRIES = 2_000;
  private static final int BATCH_BYTES = 1 << 20;
  private static final int TOLD_EACH = 10_000;

  private final Store store;
  private final Function<String, CacheSettings> settings;
  private final Import.Plan plan;
  private final FileReader reader;
  private final long fileBytes;
  private final long nowMillis;
  private final Stamp otherwise;
  private final Tally tally;
  private final List<Imported> batch = new ArrayList<>();
  private long batchBytes;
  private long reached;
  private @Nullable Space space;
  private @Nullable History history;

  ImportRun(
      Store store,
      Function<String, CacheSettings> settings,
      Import.Plan plan,
      FileReader reader,
      long fileBytes) {
    this.store = store;
    this.settings = settings;
    this.plan = plan;
    this.reader = reader;
    this.fileBytes = fileBytes;
    this.nowMillis = store.nowMillis();
    this.otherwise = new Stamp(1, 1, HybridClock.at(nowMillis), store.identity().origin());
    this.tally = new Tally(plan.listener(), plan.differences(), otherwise);
  }

  ImportReport run() {
    try {
      return checkAndWrite();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private ImportReport checkAndWrite() throws IOException {
    Check check = new Check(plan, settings, nowMillis);
    long[] seen = {0};
    reader.read(
        (entry, place, bytes) -> {
          check.add(entry, place);
          tell(Progress.Phase.CHECKING, ++seen[0], Progress.UNKNOWN, bytes);
        });
    Checked file = check.result();
    reader.read((entry, place, bytes) -> add(entry, file, bytes));
    flush();
    return tally.report(plan.dryRun(), file);
  }

  private void tell(Progress.Phase phase, long entries, long ofEntries, long bytes) {
    if (entries % TOLD_EACH == 0 || entries == ofEntries) {
      plan.progress().accept(new Progress(phase, entries, ofEntries, bytes, fileBytes));
    }
  }

  private void add(Imported entry, Checked file, long bytes) {
    if (plan.area().includes(entry.space()) && entry.expiresAt() > nowMillis) {
      boolean full = !plan.atomic() && (batch.size() >= BATCH_ENTRIES || batchBytes >= BATCH_BYTES);
      if (full || (!batch.isEmpty() && !batch.get(0).space().equals(entry.space()))) {
        flush();
      }
      batch.add(entry);
      batchBytes += entry.weight();
    }
    tell(Progress.Phase.IMPORTING, ++reached, file.entries(), bytes);
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    if (plan.dryRun()) {
      compare(batch);
    } else {
      write(batch);
    }
    batch.clear();
    batchBytes = 0;
  }

  private void compare(List<Imported> entries) {
    SpaceName name = entries.get(0).space();
    Map<Bytes, Entry> standing = Map.of();
    if (store.space(name).filter(state -> !state.destroyed()).isPresent()) {
      standing = store.getAll(space(name), entries.stream().map(Imported::key).toList());
    }
    for (Imported entry : entries) {
      Entry there = standing.get(entry.key());
      tally.count(entry, there, Tally.kind(entry, there, plan.mode()));
    }
  }

  private void write(List<Imported> entries) {
    List<Imported> left = withoutUnchanged(entries);
    while (!left.isEmpty()) {
      List<Mutation> mutations =
          left.stream().map(entry -> entry.mutation(plan.mode(), otherwise)).toList();
      Batch whole = Batch.of(space(left.get(0).space()), mutations);
      Commit commit = store.commit(history == null ? whole : history.recorded(whole));
      List<Imported> again = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        Outcome outcome = commit.outcomes().get(i);
        if (outcome.held() && !commit.applied()) {
          again.add(left.get(i));
        } else {
          count(left.get(i), outcome);
        }
      }
      if (again.size() == left.size()) {
        throw new IllegalStateException("A batch was refused of which each condition held.");
      }
      left = again;
    }
  }

  private void count(Imported entry, Outcome outcome) {
    Entry before = outcome.before();
    Difference.Kind kind = Tally.kind(entry, before, plan.mode());
    if (!outcome.held() && kind != Difference.Kind.UNCHANGED) {
      kind = Difference.Kind.KEPT;
    }
    tally.count(entry, before, kind);
  }

  /** Entries without versions would get a new one, though nothing has changed. */
  private List<Imported> withoutUnchanged(List<Imported> entries) {
    if (plan.mode() != ImportMode.OVERWRITE
        || entries.stream().noneMatch(entry -> entry.stamp() == null)) {
      return entries;
    }
    Map<Bytes, Entry> standing =
        store.getAll(space(entries.get(0).space()), entries.stream().map(Imported::key).toList());
    List<Imported> changed = new ArrayList<>();
    for (Imported entry : entries) {
      Entry there = standing.get(entry.key());
      if (entry.stamp() == null && there != null && entry.isSameAs(there)) {
        tally.count(entry, there, Difference.Kind.UNCHANGED);
      } else {
        changed.add(entry);
      }
    }
    return changed;
  }

  private Space space(SpaceName name) {
    Space open = space;
    if (open == null || !open.name().equals(name)) {
      open = store.openSpace(name, Openings.of(settings, name));
      space = open;
      HistorySettings kept = plan.dryRun() ? null : settings.apply(name.namespace()).history();
      history = kept == null ? null : History.open(store, name, kept);
    }
    return open;
  }
}
