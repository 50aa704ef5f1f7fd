package io.larder.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Change;
import io.larder.storage.ChangePage;
import io.larder.storage.Cursor;
import io.larder.storage.Lease;
import io.larder.storage.StoreIdentity;
import io.larder.storage.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same file is the same incarnation; a copy, or an older state of it, is another. */
class FileIdentityTest {

  @TempDir Path directory;

  private static StoreIdentity identityOf(Path file) {
    try (SmallStore small = open(file)) {
      return small.store().identity();
    }
  }

  private static SmallStore open(Path file) {
    return SmallStore.of(TemporaryFile.open(file, StoreOptions.DEFAULT));
  }

  private static void assertAnotherLife(StoreIdentity later, StoreIdentity earlier) {
    assertThat(later.incarnation().number()).isEqualTo(earlier.incarnation().number() + 1);
    assertThat(later.incarnation().id()).isNotEqualTo(earlier.incarnation().id());
    assertThat(later.origin()).isPositive().isNotEqualTo(earlier.origin());
  }

  @Test
  void openingAgainIsTheSameLife() {
    Path file = directory.resolve("a.db");
    StoreIdentity first = identityOf(file);
    assertThat(first.incarnation().number()).isEqualTo(1);
    assertThat(identityOf(file)).isEqualTo(first);
    assertThat(identityOf(file)).isEqualTo(first);
  }

  @Test
  void aCopyIsAnotherLifeAndTheOriginalIsNot() throws Exception {
    Path file = directory.resolve("a.db");
    Path copy = directory.resolve("b.db");
    StoreIdentity original = identityOf(file);
    Files.copy(file, copy);
    Files.copy(directory.resolve("a.db.lock"), directory.resolve("b.db.lock"));
    assertAnotherLife(identityOf(copy), original);
    assertThat(identityOf(file)).isEqualTo(original);
  }

  @Test
  void anOlderStatePutBackInPlaceIsAnotherLife() throws Exception {
    Path file = directory.resolve("a.db");
    Path backup = directory.resolve("backup");
    StoreIdentity first = identityOf(file);
    Files.copy(file, backup);
    StoreIdentity used;
    Cursor seen;
    try (SmallStore small = open(file)) {
      used = small.store().identity();
      small.put("a", "1");
      seen = small.store().changes(Cursor.START, 10, 1000).next();
    }
    assertThat(used).isEqualTo(first);
    // Over the same inode, as a shell's copy does.
    Files.write(file, Files.readAllBytes(backup));
    try (SmallStore small = open(file)) {
      assertAnotherLife(small.store().identity(), first);
      assertThat(small.store().changes(seen, 10, 1000).gap()).isTrue();
    }
    Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(identityOf(file).incarnation().id()).isNotEqualTo(first.incarnation().id());
  }

  /** After a loss of power the last unforced commits may be gone, but nothing they gave out. */
  @Test
  void positionsAndTokensThatWereTakenBackAreNotGivenAgain() throws Exception {
    Path file = directory.resolve("a.db");
    ForcedState forced;
    long position;
    Lease lease;
    SmallStore small = open(file);
    try {
      forced = ForcedState.of(file);
      small.put("a", "1");
      ChangePage page = small.store().changes(Cursor.START, 10, 1000);
      position = page.changes().get(0).position();
      lease = small.store().leases().tryAcquire("l", "me", Duration.ofMinutes(1)).orElseThrow();
    } finally {
      small.close();
    }
    forced.putBack();
    try (SmallStore again = open(file)) {
      assertThat(again.store().identity().incarnation().number()).isEqualTo(1);
      assertThat(again.get("a")).isNull();
      again.put("b", "2");
      List<Change> changes = again.store().changes(Cursor.START, 10, 1000).changes();
      assertThat(changes).hasSize(1).allMatch(change -> change.position() > position);
      assertThat(again.store().leases().tryAcquire("l", "you", Duration.ofMinutes(1)))
          .hasValueSatisfying(next -> assertThat(next.token()).isGreaterThan(lease.token()));
    }
  }
}
