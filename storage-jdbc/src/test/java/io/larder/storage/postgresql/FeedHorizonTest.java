package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Cursor;
import io.larder.storage.jdbc.Dialect;
import io.larder.storage.jdbc.SqlFeed;
import io.larder.storage.jdbc.Statements;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The durable feed under writers that commit in another order than they began in. */
@Timeout(120)
class FeedHorizonTest {

  private static final int WRITERS = 8;
  private static final int TRANSACTIONS = 150;
  private static final String QUICK = "quick";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private FeedTables tables;

  @BeforeEach
  void open() throws Exception {
    tables = new FeedTables();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    tables.close();
  }

  /** Pages through the feed while others write. */
  private final class PagingReader implements Callable<Set<String>> {

    private final Dialect dialect;
    private final AtomicBoolean written;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    PagingReader(Dialect dialect, AtomicBoolean written) {
      this.dialect = dialect;
      this.written = written;
    }

    @Override
    public Set<String> call() throws Exception {
      Cursor cursor = new Cursor(FeedTables.INCARNATION, 0, 0);
      try (Statements statements = new Statements(tables.connect(), tables.schema())) {
        SqlFeed feed = new SqlFeed(dialect, statements);
        boolean last;
        do {
          last = written.get();
          ChangePage page;
          do {
            page = feed.changes(cursor, FeedTables.INCARNATION, 7, 1 << 20);
            assertThat(page.gap()).isFalse();
            for (Change change : page.changes()) {
              String key = key(change);
              assertThat(seen.add(key)).as("%s is told once", key).isTrue();
            }
            cursor = page.next();
          } while (page.more());
        } while (!last);
      }
      return seen;
    }
  }

  private static String key(Change change) {
    return TextKeys.text(((Change.OfEntry) change).entry().key());
  }

  @Test
  void aReaderUnderTheHorizonMissesNothingAndANaiveOneDoes() throws Exception {
    AtomicBoolean written = new AtomicBoolean();
    PagingReader naive = new PagingReader(FeedTables.NAIVE, written);
    Future<Set<String>> naiveSeen = threads.submit(naive);
    Future<Set<String>> durableSeen =
        threads.submit(new PagingReader(FeedTables.UNDER_HORIZON, written));
    Set<String> committed = new HashSet<>();
    List<Future<Set<String>>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      writers.add(threads.submit(() -> write(number)));
    }
    try (RawWriter straggler = tables.writer();
        RawWriter quick = tables.writer()) {
      straggler.begin();
      straggler.put("straggler");
      // The naive reader may have gone past one of them already, with a row of another writer.
      for (int row = 0; naive.seen.stream().noneMatch(key -> key.startsWith(QUICK)); row++) {
        assertThat(row).as("rows that a naive reader has not seen").isLessThan(100_000);
        quick.committed(QUICK + row);
        committed.add(QUICK + row);
      }
      straggler.commit();
      committed.add("straggler");
    }
    for (Future<Set<String>> writer : writers) {
      committed.addAll(writer.get());
    }
    written.set(true);
    assertThat(durableSeen.get()).isEqualTo(committed);
    assertThat(committed).containsAll(naiveSeen.get());
    assertThat(naiveSeen.get()).doesNotContain("straggler").hasSizeLessThan(committed.size());
  }

  /** Some transactions are short, some long, some come to nothing. */
  private Set<String> write(int number) throws Exception {
    Random random = new Random(number);
    Set<String> committed = new HashSet<>();
    try (RawWriter writer = tables.writer()) {
      for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
        Set<String> keys = new HashSet<>();
        writer.begin();
        for (int row = random.nextInt(5); row >= 0; row--) {
          String key = "%d-%d-%d".formatted(number, transaction, row);
          writer.put(key);
          keys.add(key);
        }
        if (random.nextInt(10) == 0) {
          Thread.sleep(random.nextInt(50));
        }
        if (random.nextInt(5) == 0) {
          writer.rollback();
        } else {
          writer.commit();
          committed.addAll(keys);
        }
      }
    }
    return committed;
  }
}
