package io.larder.scope.transfer;

import static java.util.Objects.requireNonNull;

import io.larder.config.CacheSettings;
import io.larder.engine.Acting;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreClosedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings the entries of an exported file, of whichever form, into the store.
 *
 * <ol>
 *   <li>The whole file is read and checked: it is whole, an export of a version that is known, no
 *       entry comes twice, and each could be stored. Else nothing is written.
 *   <li>It is read again and written batch by batch, each of one namespace, or all at once.
 * </ol>
 *
 * <p>Versions and timestamps of lines are kept where that is possible: an entry that replaces one
 * of a later version gets a version of its own. Entries are stored as they are; that no key is a
 * leaf and a branch is not seen to. Values that are Java objects are stored as their bytes, and
 * only become objects when they are read, behind the filter for classes.
 *
 * <p>Immutable and thread-safe. What imports throws {@link TransferException} if the file cannot be
 * read or is not what it should be, or the store fails, and {@link IllegalStateException} if it is
 * closed.
 */
public final class Import {

  /** How many bytes of entries are written at once at most by {@link #allOrNothing}. */
  public static final long ATOMIC_BYTES = 16L << 20;

  private static final int LONGEST_LINE = 64 << 20;

  private final Store store;
  private final Function<String, CacheSettings> settings;
  private final Supplier<Optional<String>> actor;
  private final Plan plan;

  /** What is asked for. */
  record Plan(
      Area area,
      ImportMode mode,
      boolean dryRun,
      boolean atomic,
      int longestLine,
      long differences,
      Consumer<Difference> listener,
      Consumer<Progress> progress) {}

  private Import(
      Store store,
      Function<String, CacheSettings> settings,
      Supplier<Optional<String>> actor,
      Plan plan) {
    this.store = store;
    this.settings = settings;
    this.actor = actor;
    this.plan = plan;
  }

  /**
   * Makes one; programs get theirs of {@link io.larder.scope.Scopes}.
   *
   * @param settings those of a namespace
   */
  public static Import of(
      Store store,
      Function<String, CacheSettings> settings,
      Supplier<Optional<String>> actor,
      Area area) {
    // A hostile line is not to take the heap before it is found too long.
    int line = (int) Math.min(LONGEST_LINE, Runtime.getRuntime().maxMemory() / 8);
    return new Import(
        store,
        settings,
        actor,
        new Plan(area, ImportMode.OVERWRITE, false, false, line, 0, told -> {}, reached -> {}));
  }

  private Import with(Plan other) {
    return new Import(store, settings, actor, other);
  }

  /** What becomes of entries that stand there; {@link ImportMode#OVERWRITE} if this is not said. */
  public Import mode(ImportMode mode) {
    return with(
        new Plan(
            plan.area,
            requireNonNull(mode),
            plan.dryRun,
            plan.atomic,
            plan.longestLine,
            plan.differences,
            plan.listener,
            plan.progress));
  }

  /** Writes nothing, and answers what would be done. */
  public Import dryRun() {
    return with(
        new Plan(
            plan.area,
            plan.mode,
            true,
            plan.atomic,
            plan.longestLine,
            plan.differences,
            plan.listener,
            plan.progress));
  }

  /**
   * Writes all entries in one commit, or none. They have to be of one namespace, and to have no
   * more than {@link #ATOMIC_BYTES} together.
   */
  public Import allOrNothing() {
    return with(
        new Plan(
            plan.area,
            plan.mode,
            plan.dryRun,
            true,
            plan.longestLine,
            plan.differences,
            plan.listener,
            plan.progress));
  }

  /**
   * How long a line, or a value of a tree, may be; 64 MiB if this is not said, or an eighth of the
   * heap if that is less.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Import maximumLineBytes(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("A line has at least one byte, not " + bytes + ".");
    }
    return with(
        new Plan(
            plan.area,
            plan.mode,
            plan.dryRun,
            plan.atomic,
            bytes,
            plan.differences,
            plan.listener,
            plan.progress));
  }

  /**
   * Tells the first of the entries that are created, changed or kept, on the thread that imports.
   *
   * @param limit how many
   */
  public Import tellingDifferences(long limit, Consumer<Difference> listener) {
    return with(
        new Plan(
            plan.area,
            plan.mode,
            plan.dryRun,
            plan.atomic,
            plan.longestLine,
            limit,
            requireNonNull(listener),
            plan.progress));
  }

  /** Writes the first of them, one line each. */
  public Import printingDifferences(long limit, Appendable to) {
    return tellingDifferences(
        limit,
        difference -> {
          try {
            to.append(difference.toString()).append('\n');
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  /** Tells how far it has come, now and then, on the thread that imports. */
  public Import tellingProgress(Consumer<Progress> listener) {
    return with(
        new Plan(
            plan.area,
            plan.mode,
            plan.dryRun,
            plan.atomic,
            plan.longestLine,
            plan.differences,
            plan.listener,
            requireNonNull(listener)));
  }

  /** Imports a file, which nobody is to write to meanwhile. */
  public ImportReport from(Path file) {
    return from(file, file.getFileName() + "");
  }

  /**
   * Imports what the stream has. It is copied to a temporary file first, and not closed.
   *
   * @param name what messages call it
   */
  public ImportReport from(InputStream stream, String name) {
    try {
      Path spool = Files.createTempFile("larder-import-", ".json");
      try {
        long unused = Files.copy(stream, spool, StandardCopyOption.REPLACE_EXISTING);
        return from(spool, name);
      } finally {
        Files.deleteIfExists(spool);
      }
    } catch (IOException failure) {
      throw new TransferException("%s cannot be read: %s".formatted(name, failure), failure);
    }
  }

  private ImportReport from(Path file, String name) {
    try {
      FileReader reader = FileForm.reader(file, name, plan.longestLine);
      ImportRun run = new ImportRun(store, settings, plan, reader, Files.size(file));
      return Acting.as(actor, run::run);
    } catch (UncheckedIOException unreadable) {
      IOException failure = unreadable.getCause();
      throw new TransferException("%s cannot be read: %s".formatted(name, failure), failure);
    } catch (IOException failure) {
      throw new TransferException("%s cannot be read: %s".formatted(name, failure), failure);
    } catch (StoreClosedException closed) {
      throw new IllegalStateException(closed.getMessage(), closed);
    } catch (StorageException failure) {
      throw new TransferException(
          "%s cannot be imported, or not all of it: %s".formatted(name, failure.getMessage()),
          failure);
    }
  }
}
