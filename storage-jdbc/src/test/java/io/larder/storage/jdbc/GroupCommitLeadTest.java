package io.larder.storage.jdbc;

import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * How the lead passes on, under every interleaving of a few threads: each task is done once, its
 * caller gets its own answer, and nobody waits for ever. Tasks that share no transaction make the
 * lead change hands; the time that a leader may go on stands still here.
 *
 * <p>Red if a leader leaves without handing over. Lincheck wakes who is parked without a reason
 * too, so an {@code unpark} that is missing is for {@link GroupCommitTest} to find.
 */
public class GroupCommitLeadTest {

  private static final class Planted extends Error {
    private static final long serialVersionUID = 1;
  }

  private final Sum sum = new Sum();
  private final GroupCommit<Sum.Addition> commits = commits(sum);

  GroupCommit<Sum.Addition> commits(Sum transactions) {
    return new GroupCommit<>(transactions);
  }

  /** The same with two lanes, of which the second is taken as soon as somebody waits. */
  public static class OfTwoLanes extends GroupCommitLeadTest {

    @Override
    GroupCommit<Sum.Addition> commits(Sum transactions) {
      return new GroupCommit<>(List.of(transactions, transactions), 0);
    }
  }

  @Operation
  public int add() {
    return commits.submit(WriteTask.of(1, Sum.Addition::add)).result();
  }

  @Operation
  public int addSolo() {
    return commits.submit(WriteTask.solo(Sum.Addition::add)).result();
  }

  @Operation
  public int addInVain() {
    try {
      return commits
          .submit(
              WriteTask.<Sum.Addition, Integer>of(
                  1,
                  addition -> {
                    int unused = addition.add();
                    throw new Planted();
                  }))
          .result();
    } catch (Planted e) {
      return -1;
    }
  }

  @Operation
  public int readAlone() {
    int[] read = new int[1];
    commits.alone(() -> read[0] = sum.committed());
    return read[0];
  }

  @Test
  void everyTaskIsDoneOnceAndEveryCallerReturns() {
    check(GroupCommitLeadTest.class, 5);
  }

  @Test
  void soItIsWithTwoLanes() {
    check(OfTwoLanes.class, 3);
  }

  private static void check(Class<?> operations, int iterations) {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(1)
        .iterations(iterations)
        .invocationsPerIteration(100)
        .sequentialSpecification(Counter.class)
        .check(operations);
  }

  /** One thread's sum. */
  public static class Counter {
    private int committed;

    public int add() {
      return ++committed;
    }

    public int addSolo() {
      return ++committed;
    }

    public int addInVain() {
      return -1;
    }

    public int readAlone() {
      return committed;
    }
  }
}
