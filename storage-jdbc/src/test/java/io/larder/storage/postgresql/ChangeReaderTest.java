package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChangeReaderTest {

  private final HeardListener heard = new HeardListener();
  private final OwnTransactions own = new OwnTransactions();
  private FeedTables tables;
  private Connection connection;
  private ChangeReader reader;
  private RawWriter writer;
  private RawWriter other;

  @BeforeEach
  void open() throws Exception {
    tables = new FeedTables();
    connection = tables.connect();
    connection.setAutoCommit(false);
    writer = tables.writer();
    other = tables.writer();
    writer.committed("before");
    reader = new ChangeReader(connection, tables.schema(), own);
  }

  @AfterEach
  void close() throws Exception {
    writer.close();
    other.close();
    connection.close();
    tables.close();
  }

  private boolean poll() throws Exception {
    return reader.poll(heard::changed);
  }

  @Test
  void eachCommitIsToldOnceWhateverIsStillOpen() throws Exception {
    other.begin();
    other.put("late");
    writer.committed("a");
    assertThat(poll()).isTrue();
    assertThat(heard.keys).containsExactly("a");
    writer.committed("b");
    other.commit();
    assertThat(poll()).isTrue();
    assertThat(heard.keys).containsExactlyInAnyOrder("a", "b", "late");
    assertThat(poll()).isTrue();
    assertThat(heard.keys).hasSize(3);
  }

  @Test
  void whatWasUndoneIsNotTold() throws Exception {
    writer.begin();
    writer.put("a").rollback();
    writer.committed("b");
    poll();
    assertThat(heard.keys).containsExactly("b");
  }

  @Test
  void largeTransactionsAreToldWhole() throws Exception {
    List<String> keys = new ArrayList<>();
    writer.begin();
    for (int row = 0; row < 1_000; row++) {
      keys.add("key " + row);
      writer.put(keys.get(row));
    }
    writer.commit();
    assertThat(poll()).isTrue();
    assertThat(heard.keys).containsExactlyInAnyOrderElementsOf(keys);
  }

  /** Whoever hears of a clear drops what it knows of the space. */
  @Test
  void aClearIsToldBeforeWhatWasWrittenAfterIt() throws Exception {
    writer.committed("dead");
    writer.begin();
    writer.clear();
    writer.put("live", 2).commit();
    poll();
    assertThat(heard.keys).containsExactly("space 2", "live");
  }

  @Test
  void onesOwnAreNotTold() throws Exception {
    own.began(writer.begin());
    writer.put("own").rollback();
    long xid = writer.begin();
    own.began(xid);
    writer.put("own").commit();
    other.committed("a");
    poll();
    own.committed(xid);
    other.committed("b");
    poll();
    poll();
    assertThat(heard.keys).containsExactly("a", "b");
  }

  /** The commit has taken place, but those who made it never heard of that. */
  @Test
  void anOwnOneOfUnknownOutcomeIsTold() throws Exception {
    long xid = writer.begin();
    own.began(xid);
    writer.put("own").commit();
    poll();
    assertThat(heard.keys).isEmpty();
    own.abandoned(xid);
    poll();
    assertThat(heard.keys).containsExactly("own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reaped_through", "evicted_through"})
  void rowsCollectedBeforeTheyWereReadAreMissed(String mark) throws Exception {
    writer.committed("a");
    writer.begin();
    writer.collect("a", mark);
    writer.commit();
    assertThat(poll()).isFalse();
    writer.committed("b");
    assertThat(poll()).as("what comes after is told again").isTrue();
    assertThat(heard.keys).containsExactly("b");
  }

  /** It is read late, though others with higher positions have been read long ago. */
  @Test
  void aLateRowCollectedBeforeItWasReadIsMissed() throws Exception {
    other.begin();
    other.put("late");
    writer.committed("a");
    poll();
    other.commit();
    writer.begin();
    writer.collect("late", "reaped_through");
    writer.commit();
    writer.begin();
    writer.collect("a", "reaped_through");
    writer.commit();
    assertThat(poll()).isFalse();
  }

  @Test
  void rowsCollectedAfterTheyWereReadAreNotMissedThoughAnOlderTransactionIsOpen() throws Exception {
    other.begin();
    writer.committed("a");
    poll();
    writer.begin();
    writer.collect("a", "reaped_through");
    writer.commit();
    writer.committed("b");
    assertThat(poll()).isTrue();
    assertThat(heard.keys).containsExactly("a", "b");
  }

  /** Numbers of transactions may come again there. */
  @Test
  void anotherIncarnationIsAGapAndHasNoneOfOnesOwn() throws Exception {
    long xid = writer.begin();
    own.began(xid);
    writer.run("UPDATE {meta} SET incarnation_id = 'second'");
    writer.commit();
    assertThat(poll()).isFalse();
    assertThat(own.known()).isEmpty();
    own.committed(xid);
    assertThat(own.known()).isEmpty();
    writer.committed("a");
    assertThat(poll()).isTrue();
    assertThat(heard.keys).containsExactly("a");
  }

  /** A poll under way reads the index, though the planner believes the table to be large. */
  @Test
  void aPollReadsNoTableWhole() throws Exception {
    writer.begin();
    writer.run(
        "INSERT INTO {entry} SELECT 1, int8send(n), NULL, 1, 1, 1, 7, 9223372036854775807, 0,"
            + " n, '' FROM generate_series(1, 20000) n");
    writer.commit();
    writer.run("ANALYZE {entry}");
    writer.commit();
    long before = scans();
    for (int poll = 0; poll < 20; poll++) {
      writer.committed("a");
      poll();
    }
    assertThat(scans()).isEqualTo(before);
  }

  private long scans() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_stat_force_next_flush()");
    }
    connection.commit();
    return writer.number(
        "SELECT CAST(sum(seq_scan) AS bigint) FROM pg_stat_all_tables WHERE schemaname = '%s'"
            .formatted(tables.schema()));
  }
}
