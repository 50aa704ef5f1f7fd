package io.larder.tck.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.postgresql.PostgresSchema;
import io.larder.storage.postgresql.PostgresServer;
import io.larder.tck.history.Linearizability;
import io.larder.tck.history.Operation;
import io.larder.tck.history.Operation.Kind;
import io.larder.tck.process.ChildJvm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that share one PostgreSQL behave as threads in one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeveralNodesTest {

  private static final int NODE_COUNT = 4;
  private static final int THREADS = 2;

  /** Of each node, {@code -Dnode.rounds} times as many with the profile "long". */
  private static final int ROUNDS = Integer.getInteger("node.rounds", 1);

  private static final List<ChildJvm> NODES = new ArrayList<>();
  private static PostgresSchema schema;
  private static SharedDatabase database;

  /** Shared by all tests, each of which has keys of its own. */
  @BeforeAll
  static void startNodes() throws Exception {
    schema = PostgresServer.shared().newSchema();
    database = SharedDatabase.of(PostgresServer.shared(), schema);
    for (int i = 0; i < NODE_COUNT; i++) {
      NODES.add(database.start(NodeProcess.class));
    }
  }

  @AfterAll
  static void endNodes() throws InterruptedException {
    for (ChildJvm node : NODES) {
      node.close();
    }
    schema.close();
  }

  private static List<String> ask(List<ChildJvm> asked, String order) {
    asked.forEach(node -> node.tell(order));
    return asked.stream().map(ChildJvm::hear).toList();
  }

  @Test
  void incrementsAddUpExactly() throws Exception {
    int times = 500 * ROUNDS;
    int keys = 5;
    ask(NODES, "increment %d %d %d".formatted(THREADS, times, keys));
    List<Integer> sums;
    try (CacheManager manager = database.open()) {
      Cache<String, Integer> counts = SharedDatabase.cache(manager, "counts", Integer.class);
      sums = IntStream.range(0, keys).mapToObj(key -> counts.get("count-" + key)).toList();
    }
    System.out.printf(
        "SeveralNodesTest: %,d increments by %d JVMs, counted %s%n",
        NODE_COUNT * THREADS * times, NODE_COUNT, sums);
    assertThat(sums).containsOnly(NODE_COUNT * THREADS * times / keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"putIfAbsent", "replace", "remove", "replaceOrRemove"})
  void eachRaceHasExactlyOneWinner(String operation) throws Exception {
    int races = 200 * ROUNDS;
    try (CacheManager manager = database.open()) {
      Cache<String, String> texts = SharedDatabase.cache(manager, "texts", String.class);
      IntStream.range(0, races).forEach(race -> texts.put(operation + "-" + race, "before"));

      for (int i = 0; i < NODE_COUNT; i++) {
        NODES.get(i).tell("races %s node-%d %d".formatted(operation, i, races));
      }
      List<String> won = NODES.stream().map(ChildJvm::hear).toList();

      for (int race = 0; race < races; race++) {
        int index = race;
        List<Integer> winners =
            IntStream.range(0, NODE_COUNT)
                .filter(i -> won.get(i).charAt(index) == '1')
                .boxed()
                .toList();
        assertThat(winners).as("winners of race %d in %s", race, won).hasSize(1);
        String winner = "node-" + winners.get(0);
        switch (operation) {
          case "putIfAbsent" -> NodeProcess.await(texts, "absent-" + race, winner);
          case "replace" -> NodeProcess.await(texts, operation + "-" + race, winner);
          default -> NodeProcess.await(texts, operation + "-" + race, "null");
        }
      }
    }
    System.out.printf("SeveralNodesTest: %,d races of %s, one winner each%n", races, operation);
  }

  @Test
  void withoutL1EveryHistoryIsLinearizable() throws Exception {
    List<Operation> history = history("historyOfUnheld");
    assertThat(Linearizability.violation(history)).isEmpty();
  }

  /** A read may be as old as L1 is; what is decided, is decided in the store. */
  @Test
  void withL1WhatChangesIsLinearizable() throws Exception {
    List<Operation> history =
        history("history").stream().filter(one -> one.kind() != Kind.GET).toList();
    assertThat(Linearizability.violation(history)).isEmpty();
  }

  private List<Operation> history(String order) throws Exception {
    for (int i = 0; i < NODE_COUNT; i++) {
      NODES.get(i).tell("%s %d %d %d".formatted(order, i, THREADS, 400 * ROUNDS));
    }
    List<Operation> history = new ArrayList<>();
    for (ChildJvm node : NODES) {
      for (String line : node.hear().split(";", -1)) {
        history.add(Operation.parse(line));
      }
    }
    System.out.printf(
        "SeveralNodesTest: %,d operations of %d JVMs recorded by '%s'%n",
        history.size(), NODE_COUNT, order);
    return history;
  }

  @Test
  void aChangeReachesTheL1OfTheOthers() throws Exception {
    List<ChildJvm> two = NODES.subList(0, 2);
    List<Long> micros = new ArrayList<>();
    // Absence is kept in memory too, so the first read matters.
    assertThat(ask(two, "get seen")).containsOnly("null");
    for (int i = 0; i < 40; i++) {
      ChildJvm writer = two.get(i % 2);
      ChildJvm reader = two.get((i + 1) % 2);
      String value = i == 20 ? "null" : "value-" + i;
      reader.ask("get seen");
      writer.ask(i == 20 ? "remove seen" : "put seen " + value);
      micros.add(Long.parseLong(reader.ask("await seen " + value)));
    }
    Collections.sort(micros);
    System.out.printf(
        "SeveralNodesTest: a change was seen after %,d us (median), %,d us at most%n",
        micros.get(micros.size() / 2), micros.get(micros.size() - 1));
  }

  /** bucket4j's own test of a JCache implementation, unchanged, in two JVMs on one key at once. */
  @Test
  void bucket4jIsCompatible() throws Exception {
    List<ChildJvm> two = NODES.subList(0, 2);
    assertThat(ask(two, "bucket4j")).containsOnly("started");
    assertThat(ask(two, "started")).containsOnly("counted");
    two.forEach(node -> node.tell("counted"));
    for (ChildJvm node : two) {
      assertThat(node.hear()).isEqualTo("Implementation which you use is compatible with Bucket4j");
      assertThat(node.hear()).isEqualTo("compatible");
    }
  }
}
