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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that share one PostgreSQL behave as threads in one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeveralNodesTest {

  private static final int NODES = 4;
  private static final int THREADS = 2;

  /** Of each node, {@code -Dnode.rounds} times as many with the profile "long". */
  private static final int ROUNDS = Integer.getInteger("node.rounds", 1);

  private final PostgresSchema schema = PostgresServer.shared().newSchema();
  private final SharedDatabase database = SharedDatabase.of(PostgresServer.shared(), schema);
  private final List<ChildJvm> nodes = new ArrayList<>();

  @AfterEach
  void endNodes() throws InterruptedException {
    for (ChildJvm node : nodes) {
      node.close();
    }
    schema.close();
  }

  private void start(int count, String l1) throws Exception {
    for (int i = 0; i < count; i++) {
      nodes.add(database.start(NodeProcess.class, l1));
    }
  }

  private List<String> askAll(String order) {
    nodes.forEach(node -> node.tell(order));
    return nodes.stream().map(ChildJvm::hear).toList();
  }

  @Test
  void incrementsAddUpExactly() throws Exception {
    start(NODES, SharedDatabase.L1);
    int times = 500 * ROUNDS;
    int keys = 5;
    askAll("increment %d %d %d".formatted(THREADS, times, keys));
    List<Integer> sums;
    try (CacheManager manager = database.open()) {
      Cache<String, Integer> counts = SharedDatabase.cache(manager, "counts", Integer.class);
      sums = IntStream.range(0, keys).mapToObj(key -> counts.get("count-" + key)).toList();
    }
    System.out.printf(
        "SeveralNodesTest: %,d increments by %d JVMs, counted %s%n",
        NODES * THREADS * times, NODES, sums);
    assertThat(sums).containsOnly(NODES * THREADS * times / keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"putIfAbsent", "replace", "remove", "replaceOrRemove"})
  void eachRaceHasExactlyOneWinner(String operation) throws Exception {
    start(NODES, SharedDatabase.L1);
    int races = 200 * ROUNDS;
    try (CacheManager manager = database.open()) {
      Cache<String, String> texts = SharedDatabase.cache(manager, "texts", String.class);
      IntStream.range(0, races).forEach(race -> texts.put("present-" + race, "before"));

      for (int i = 0; i < NODES; i++) {
        nodes.get(i).tell("races %s node-%d %d".formatted(operation, i, races));
      }
      List<String> won = nodes.stream().map(ChildJvm::hear).toList();

      for (int race = 0; race < races; race++) {
        int index = race;
        List<Integer> winners =
            IntStream.range(0, NODES).filter(i -> won.get(i).charAt(index) == '1').boxed().toList();
        assertThat(winners).as("winners of race %d in %s", race, won).hasSize(1);
        String winner = "node-" + winners.get(0);
        switch (operation) {
          case "putIfAbsent" -> NodeProcess.await(texts, "absent-" + race, winner);
          case "replace" -> NodeProcess.await(texts, "present-" + race, winner);
          default -> NodeProcess.await(texts, "present-" + race, "null");
        }
      }
    }
    System.out.printf("SeveralNodesTest: %,d races of %s, one winner each%n", races, operation);
  }

  @Test
  void withoutL1EveryHistoryIsLinearizable() throws Exception {
    List<Operation> history = history(SharedDatabase.NO_L1);
    assertThat(Linearizability.violation(history)).isEmpty();
  }

  /** A read may be as old as L1 is; what is decided, is decided in the store. */
  @Test
  void withL1WhatChangesIsLinearizable() throws Exception {
    List<Operation> history =
        history(SharedDatabase.L1).stream().filter(one -> one.kind() != Kind.GET).toList();
    assertThat(Linearizability.violation(history)).isEmpty();
  }

  private List<Operation> history(String l1) throws Exception {
    start(NODES, l1);
    for (int i = 0; i < NODES; i++) {
      nodes.get(i).tell("history %d %d %d".formatted(i, THREADS, 400 * ROUNDS));
    }
    List<Operation> history = new ArrayList<>();
    for (ChildJvm node : nodes) {
      for (String line : node.hear().split(";", -1)) {
        history.add(Operation.parse(line));
      }
    }
    System.out.printf(
        "SeveralNodesTest: %,d operations of %d JVMs recorded, L1 %s%n", history.size(), NODES, l1);
    return history;
  }

  @Test
  void aChangeReachesTheL1OfTheOthers() throws Exception {
    start(2, SharedDatabase.L1);
    List<Long> micros = new ArrayList<>();
    // Absence is kept in memory too, so the first read matters.
    assertThat(askAll("get seen")).containsOnly("null");
    for (int i = 0; i < 40; i++) {
      ChildJvm writer = nodes.get(i % 2);
      ChildJvm reader = nodes.get((i + 1) % 2);
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
    start(2, SharedDatabase.L1);
    assertThat(askAll("bucket4j")).containsOnly("started");
    assertThat(askAll("started")).containsOnly("counted");
    nodes.forEach(node -> node.tell("counted"));
    for (ChildJvm node : nodes) {
      assertThat(node.hear()).isEqualTo("Implementation which you use is compatible with Bucket4j");
      assertThat(node.hear()).isEqualTo("compatible");
    }
  }
}
