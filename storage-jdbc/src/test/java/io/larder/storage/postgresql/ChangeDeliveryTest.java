package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.ChangePage;
import io.larder.storage.Cursor;
import io.larder.storage.kernel.Listeners;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** Each test has one node that listens, and writes by hand what other nodes would. */
@Timeout(60)
class ChangeDeliveryTest {

  private static final Duration SOON = Duration.ofMillis(20);

  /** So long that only hints can be the reason. */
  private static final Duration NEVER = Duration.ofHours(1);

  private final HeardListener heard = new HeardListener();
  private final Listeners listeners = new Listeners("here");
  private final AtomicLong nanoTime = new AtomicLong(1);
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<ChangeDelivery> nodes = new ArrayList<>();
  private FeedTables tables;
  private RawWriter writer;

  @BeforeEach
  void open() throws Exception {
    tables = new FeedTables();
    writer = tables.writer();
    listeners.subscribe(heard);
  }

  @AfterEach
  void close() throws Exception {
    nodes.forEach(ChangeDelivery::close);
    writer.close();
    tables.close();
  }

  private ChangeDelivery start(Database.Connector connector, Duration interval)
      throws SQLException {
    HorizonWatch horizon = new HorizonWatch("here", nanoTime::get, warnings::add);
    ChangeDelivery node =
        ChangeDelivery.start(
            connector, tables.schema(), "here", listeners, interval, horizon, warnings::add);
    nodes.add(node);
    return node;
  }

  /** A node whose listeners nobody looks at. */
  private ChangeDelivery startAnother() throws SQLException {
    ChangeDelivery node =
        ChangeDelivery.start(
            tables::connect, tables.schema(), "there", new Listeners("there"), NEVER);
    nodes.add(node);
    return node;
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(1);
    }
  }

  @Test
  void commitsAreToldWithoutAnyHint() throws Exception {
    start(tables::connect, SOON);
    writer.committed("a");
    until(() -> heard.keys.contains("a"));
    assertThat(heard.gaps).hasValue(0);
  }

  @Test
  void aHintOfAnotherNodeIsEnough() throws Exception {
    ChangeDelivery there = startAnother();
    start(tables::connect, NEVER);
    for (String key : List.of("a", "b")) {
      there.began(writer.begin());
      writer.put(key).commit();
      there.committed(0);
      until(() -> heard.keys.contains(key));
    }
  }

  /** A hint may be late by a hundred milliseconds where the machine has much to do. */
  @Test
  void whileOthersWriteNoHintIsWaitedFor() throws Exception {
    ChangeDelivery there = startAnother();
    start(tables::connect, NEVER);
    writer.committed("hinted");
    there.committed(0);
    until(() -> heard.keys.contains("hinted"));
    for (String key : List.of("a", "b")) {
      writer.committed(key);
      until(() -> heard.keys.contains(key));
    }
  }

  @Test
  void ownCommitsAreNotTold() throws Exception {
    ChangeDelivery here = start(tables::connect, SOON);
    for (int round = 0; round < 50; round++) {
      long xid = writer.begin();
      here.began(xid);
      writer.put("own").commit();
      if (round % 2 == 0) {
        here.committed(xid);
      }
      writer.committed("other " + round);
      String other = "other " + round;
      until(() -> heard.keys.contains(other));
      here.committed(xid);
    }
    assertThat(heard.keys).doesNotContain("own").hasSize(50);
  }

  /** As many commits as there may be, the server gets no more hints than it bears. */
  @Test
  void hintsAreGivenEveryFiveMillisecondsAtMost() throws Exception {
    try (Connection ear = tables.connect();
        Statement statement = ear.createStatement()) {
      statement.execute("LISTEN " + tables.schema());
      long begun = System.nanoTime();
      ChangeDelivery here = start(tables::connect, SOON);
      int heardHints = 0;
      while (heardHints < 20) {
        here.committed(0);
        heardHints += ear.unwrap(PGConnection.class).getNotifications().length;
        statement.execute("SELECT 1");
      }
      long elapsed = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      assertThat(heardHints).isLessThanOrEqualTo((int) (elapsed / 5) + 1);
    }
  }

  /** The long transaction has nothing to do with this database, let alone its tables. */
  @Test
  void aLongTransactionElsewhereDelaysThePeersAndIsWarnedOfOnce() throws Exception {
    String elsewhere = "elsewhere_" + tables.schema();
    PostgresServer.shared().execute("CREATE DATABASE " + elsewhere);
    ChangeDelivery here = start(tables::connect, SOON);
    Cursor start = new Cursor(FeedTables.INCARNATION, 0, 0);
    for (int round = 1; round <= 2; round++) {
      String key = "key " + round;
      int warned = round;
      try (Connection longOne =
              DriverManager.getConnection(
                  PostgresServer.shared().url().replace("/postgres?", "/" + elsewhere + "?"));
          RawWriter longWriter = new RawWriter(longOne, tables.schema())) {
        longWriter.begin();
        writer.committed(key);
        until(() -> heard.keys.contains(key));
        assertThat(keys(tables.page(start))).doesNotContain(key);
        nanoTime.addAndGet(Duration.ofSeconds(59).toNanos());
        until(() -> here.horizonAge().toSeconds() >= 59);
        assertThat(warnings).hasSize(warned - 1);
        for (int later = 60; later < 65; later++) {
          nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
          int seconds = later;
          until(() -> here.horizonAge().toSeconds() >= seconds);
        }
        until(() -> warnings.size() >= warned);
        assertThat(warnings).hasSize(warned);
        assertThat(warnings.get(round - 1)).contains("database " + elsewhere, "user postgres");
        assertThat(keys(tables.page(start))).doesNotContain(key);
        longWriter.rollback();
      }
      until(() -> here.horizonAge().toSeconds() == 0);
      assertThat(keys(tables.page(start))).contains(key);
    }
    PostgresServer.shared().execute("DROP DATABASE " + elsewhere + " WITH (FORCE)");
  }

  private static List<String> keys(ChangePage page) {
    HeardListener listener = new HeardListener();
    listener.changed(page.changes());
    return listener.keys;
  }

  @Test
  void lostConnectionsAreAGapAndAreMended() throws Exception {
    List<Long> sessions = new CopyOnWriteArrayList<>();
    ChangeDelivery here =
        start(
            () -> {
              Connection connection = tables.connect();
              sessions.add((long) connection.unwrap(PGConnection.class).getBackendPID());
              return connection;
            },
            SOON);
    for (int lost = 0; lost < 2; lost++) { // the one that listens, and the one that sends
      int gaps = heard.gaps.get();
      List<Long> present = List.copyOf(sessions);
      writer.number("SELECT 1 FROM pg_terminate_backend(" + present.get(lost) + ")");
      writer.commit();
      here.committed(0);
      // One when it was noticed, and one after it was mended.
      until(() -> sessions.size() > present.size() && heard.gaps.get() >= gaps + 2);
      String key = "key " + lost;
      writer.committed(key);
      until(() -> heard.keys.contains(key));
      sessions.subList(0, present.size()).clear();
    }
  }

  /** Nothing stays in memory for longer than an interval while nobody can hear. */
  @Test
  void everyAttemptThatFailsIsAGap() throws Exception {
    AtomicLong connects = new AtomicLong();
    List<Connection> connections = new CopyOnWriteArrayList<>();
    start(
        () -> {
          if (connects.incrementAndGet() > 2 && connects.get() < 10) {
            throw new SQLException("the server is away", "08001");
          }
          connections.add(tables.connect());
          return connections.get(connections.size() - 1);
        },
        SOON);
    connections.get(0).abort(Runnable::run);
    until(() -> connects.get() >= 10);
    writer.committed("a");
    until(() -> heard.gaps.get() >= 9);
    writer.committed("b");
    until(() -> heard.keys.contains("b"));
  }

  /** A network that swallows everything looks like this for a while. */
  @Test
  void aLookThatHangsIsAGap() throws Exception {
    AtomicLong connects = new AtomicLong();
    start(
        () -> {
          connects.incrementAndGet();
          return tables.connect();
        },
        SOON);
    writer.run("LOCK TABLE {meta} IN ACCESS EXCLUSIVE MODE");
    until(() -> heard.gaps.get() >= 2);
    assertThat(connects).as("the look has not even failed").hasValue(2);
    writer.rollback();
    writer.committed("a");
    until(() -> heard.keys.contains("a"));
  }

  /** A pooler by the transaction gives LISTEN to whoever has the connection next. */
  @Test
  void whoNeverHearsItselfSaysSoOnceAndPolls() throws Exception {
    start(() -> deaf(tables.connect()), SOON);
    writer.committed("a");
    until(() -> heard.keys.contains("a"));
    until(() -> !warnings.isEmpty());
    assertThat(warnings).singleElement().asString().contains("pooler");
    writer.committed("b");
    until(() -> heard.keys.contains("b"));
    assertThat(warnings).hasSize(1);
    assertThat(heard.gaps).hasValue(0);
  }

  @Test
  void whoHearsItselfIsNotWarned() throws Exception {
    start(tables::connect, SOON);
    long begun = System.nanoTime();
    until(() -> System.nanoTime() - begun > Duration.ofMillis(2_500).toNanos());
    assertThat(warnings).isEmpty();
  }

  private static Connection deaf(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            ChangeDeliveryTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(connection, arguments);
                return result instanceof Statement statement
                        && method.getName().equals("createStatement")
                    ? withoutListen(statement)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Statement withoutListen(Statement statement) {
    return (Statement)
        Proxy.newProxyInstance(
            ChangeDeliveryTest.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) ->
                method.getName().equals("execute") ? false : method.invoke(statement, arguments));
  }
}
