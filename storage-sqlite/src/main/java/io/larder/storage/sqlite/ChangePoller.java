package io.larder.storage.sqlite;

import io.larder.storage.ChangePage;
import io.larder.storage.Cursor;
import io.larder.storage.jdbc.GroupCommit;
import io.larder.storage.jdbc.SqlReader;
import io.larder.storage.kernel.Listeners;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what other processes have changed.
 *
 * <ol>
 *   <li>Every interval, if nobody is writing, the writer's connection is asked for its data
 *       version. While somebody is, each transaction asks as it begins, so nobody is kept waiting.
 *   <li>If another connection has committed, the feed is read on from the last position at which
 *       everything had been told or was this process's own. This process's changes since then are
 *       in it too; listeners know their stamps.
 *   <li>If rows were collected before they were read, listeners are told of a gap.
 * </ol>
 */
final class ChangePoller implements AutoCloseable {

  private static final int PAGE_ROWS = 500;
  private static final int PAGE_BYTES = 4 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(ChangePoller.class);

  private final GroupCommit<SqliteTransaction> commits;
  private final SqliteWriter writer;
  private final ForeignChanges foreign;
  private final ReaderPool readers;
  private final Listeners listeners;
  private final String incarnation;
  private final BackgroundThread thread;
  private boolean failing;

  ChangePoller(
      GroupCommit<SqliteTransaction> commits,
      SqliteWriter writer,
      ForeignChanges foreign,
      ReaderPool readers,
      Listeners listeners,
      String incarnation,
      Duration interval) {
    this.commits = commits;
    this.writer = writer;
    this.foreign = foreign;
    this.readers = readers;
    this.listeners = listeners;
    this.incarnation = incarnation;
    this.thread =
        new BackgroundThread(
            "larder-changes-" + incarnation, interval.toNanos(), this::step, this::missed);
  }

  private void step() {
    var unused = commits.tryAlone(writer::lookForForeignCommits);
    foreign.takeUntold().ifPresent(this::tell);
    failing = false;
  }

  /** Nobody knows what was missed; the next version that is seen will be read from here on. */
  private void missed(Throwable failure) {
    listeners.gap();
    if (!failing) {
      LOG.warn("Changes of other processes could not be read; caches have been dropped.", failure);
    }
    failing = true;
  }

  private record Found(ChangePage page, long evictedThrough) {}

  /** Copies of what was changed and then evicted, all unseen, are stale: a gap for listeners. */
  private void tell(long from) {
    Cursor cursor = new Cursor(incarnation, from, 0);
    ChangePage page;
    do {
      Cursor next = cursor;
      Found found = readers.read(reader -> find(reader, next));
      page = found.page();
      if (page.gap() || found.evictedThrough() > next.position()) {
        long last =
            readers.read(reader -> reader.statements().number(SqliteDialect.SQLITE.positions()));
        listeners.gap();
        foreign.advance(last);
        return;
      }
      if (listeners.anyBut(null)) {
        listeners.changed(page.changes(), null);
      }
      cursor = page.next();
      foreign.advance(cursor.position());
    } while (page.more());
  }

  /** The second is read after the first, so that it knows of all that is missing from the page. */
  private Found find(SqlReader reader, Cursor cursor) throws SQLException {
    ChangePage page = reader.feed().changes(cursor, incarnation, PAGE_ROWS, PAGE_BYTES);
    return new Found(page, reader.statements().number("SELECT evicted_through FROM meta"));
  }

  @Override
  public void close() {
    thread.close();
  }
}
