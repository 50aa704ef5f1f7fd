package io.larder.scope.transfer;

import static java.util.Objects.requireNonNull;

import io.larder.config.CacheSettings;
import io.larder.storage.Entry;
import io.larder.storage.KeyRange;
import io.larder.storage.Scan;
import io.larder.storage.ScanPage;
import io.larder.storage.Space;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceState;
import io.larder.storage.StorageException;
import io.larder.storage.Store;
import io.larder.storage.StoreClosedException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries to a file, whatever their number: page by page, as they are stored, in the order
 * of spaces and keys. Who writes meanwhile is not held up; an entry that stands all the time is in
 * the file once, as it was at some moment. Expired entries are left out.
 *
 * <p>Files are written beside their place and moved there when they are whole.
 *
 * <p>Immutable and thread-safe. What writes throws {@link TransferException} if the file cannot be
 * written or the entries do not fit its form, {@link javax.cache.CacheException} if the store
 * fails, and {@link IllegalStateException} if it is closed.
 */
public final class Export {

  private static final int PAGE = 1_000;

  private final Store store;
  private final Function<String, CacheSettings> settings;
  private final Area area;
  private final boolean withVersions;
  private final Consumer<Progress> progress;

  private Export(
      Store store,
      Function<String, CacheSettings> settings,
      Area area,
      boolean withVersions,
      Consumer<Progress> progress) {
    this.store = store;
    this.settings = settings;
    this.area = area;
    this.withVersions = withVersions;
    this.progress = progress;
  }

  /**
   * Makes one; programs get theirs of {@link io.larder.scope.Scopes}.
   *
   * @param settings those of a namespace
   */
  public static Export of(Store store, Function<String, CacheSettings> settings, Area area) {
    return new Export(store, settings, area, false, reached -> {});
  }

  /** Lets a tree tell the version and timestamp of each entry; lines always do. */
  public Export withVersions() {
    return new Export(store, settings, area, true, progress);
  }

  /** Tells how far it has come, after each page, on the thread that exports. */
  public Export tellingProgress(Consumer<Progress> listener) {
    return new Export(store, settings, area, withVersions, requireNonNull(listener));
  }

  /** Writes JSON Lines: one line an entry. */
  public ExportReport lines(Path file) {
    return toFile(file, this::lines);
  }

  /** Writes JSON Lines: one line an entry. The stream is flushed and not closed. */
  public ExportReport lines(OutputStream stream) {
    return export(new LinesWriter(new JsonOutput(stream, JsonOutput.FILE_BUFFER)));
  }

  /**
   * Writes one JSON document, keys nested by their dots.
   *
   * @throws TransferException if a key is no text, or is a leaf and a branch
   */
  public ExportReport tree(Path file) {
    return toFile(file, this::tree);
  }

  /**
   * Writes one JSON document, keys nested by their dots. The stream is flushed and not closed.
   *
   * @throws TransferException if a key is no text, or is a leaf and a branch; part of the document
   *     was written then
   */
  public ExportReport tree(OutputStream stream) {
    return export(new TreeWriter(new JsonOutput(stream, JsonOutput.FILE_BUFFER), withVersions));
  }

  private static ExportReport toFile(Path file, Function<OutputStream, ExportReport> writing) {
    Path target = file.toAbsolutePath();
    Path part = null;
    try {
      Path directory = requireNonNull(target.getParent(), "a file has a directory");
      part = Files.createTempFile(directory, target.getFileName() + ".", ".part");
      ExportReport report;
      try (OutputStream stream = Files.newOutputStream(part)) {
        report = writing.apply(stream);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      part = null;
      return report;
    } catch (IOException failure) {
      throw unwritable(failure);
    } finally {
      delete(part);
    }
  }

  private static void delete(@Nullable Path part) {
    if (part != null) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException left) {
        throw new UncheckedIOException(left);
      }
    }
  }

  private static TransferException unwritable(IOException failure) {
    return new TransferException("The export cannot be written: " + failure, failure);
  }

  private ExportReport export(EntryWriter writer) {
    try {
      return new Run(writer).export();
    } catch (IOException failure) {
      throw unwritable(failure);
    } catch (StoreClosedException closed) {
      throw new IllegalStateException(closed.getMessage(), closed);
    } catch (StorageException failure) {
      throw new TransferException("The store cannot be exported: " + failure.getMessage(), failure);
    }
  }

  /** One file that is written. */
  private final class Run {

    private final EntryWriter writer;
    private long spaces;
    private long entries;
    private long expected = Progress.UNKNOWN;

    Run(EntryWriter writer) {
      this.writer = writer;
    }

    ExportReport export() throws IOException {
      if (area.label().equals("store")) {
        expected = store.count();
      }
      writer.begin(area, Instant.ofEpochMilli(store.nowMillis()));
      SpaceName last = null;
      for (List<SpaceState> page = area.spaces(store, last);
          page != null && !page.isEmpty();
          page = area.spaces(store, last)) {
        for (SpaceState state : page) {
          last = state.name();
          if (area.includes(last)) {
            space(last);
          }
        }
      }
      writer.end(entries);
      writer.out.flush();
      tell();
      return new ExportReport(spaces, entries, writer.out.bytes());
    }

    private void space(SpaceName name) throws IOException {
      Space space = store.openSpace(name, Openings.of(settings, name));
      Scan scan = Scan.of(space, KeyRange.ALL, PAGE);
      long before = entries;
      while (true) {
        ScanPage page = store.scan(scan);
        for (Entry entry : page.entries()) {
          writer.entry(name, entry);
        }
        entries += page.entries().size();
        tell();
        if (page.next() == null) {
          break;
        }
        scan = scan.after(page.next());
      }
      if (entries > before) {
        spaces++;
      }
    }

    private void tell() {
      progress.accept(
          new Progress(
              Progress.Phase.EXPORTING, entries, expected, writer.out.bytes(), Progress.UNKNOWN));
    }
  }
}
