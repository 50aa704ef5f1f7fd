package io.larder.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OwnTransactionsTest {

  @Test
  void isCopiedWhileOthersBeginAndEnd() {
    OwnTransactions own = new OwnTransactions();
    own.began(Long.MAX_VALUE);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (long xid = 0; !enough.get(); xid++) {
                own.began(xid);
                own.abandoned(xid);
              }
            });

    try {
      for (int copy = 0; copy < 20_000; copy++) {
        assertThat(own.known()).containsKey(Long.MAX_VALUE).hasSizeLessThan(4);
      }
    } finally {
      enough.set(true);
      writer.join();
    }
  }
}
