package io.larder.storage;

import org.junit.jupiter.api.Nested;

/**
 * What every store must do. The author of a store extends this class in a test of the store and
 * says where one can be opened; the tests ask the store for its capabilities and leave out what it
 * does not claim.
 *
 * <pre>{@code
 * class MyStoreTest extends StoreContract {
 *   @Override
 *   protected StoreFixture newFixture() {
 *     String place = ...; // where nothing is yet
 *     return options -> new MyStorageProvider().open(StoreLocation.parse(place), options);
 *   }
 * }
 * }</pre>
 */
public abstract class StoreContract {

  /** A place where no store has been yet. */
  protected abstract StoreFixture newFixture();

  @Nested
  class ReadingAndWriting extends ReadWriteContract {
    ReadingAndWriting() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Conditions extends ConditionContract {
    Conditions() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Scanning extends ScanContract {
    Scanning() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Clearing extends ClearContract {
    Clearing() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class ListingSpaces extends SpacesContract {
    ListingSpaces() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class DestroyingScopes extends ScopeContract {
    DestroyingScopes() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Expiring extends ExpiryContract {
    Expiring() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Feed extends FeedContract {
    Feed() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Locking extends LeaseContract {
    Locking() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    Lifecycle() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Merging extends MergeContract {
    Merging() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class HostileRows extends HostileRowsContract {
    HostileRows() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Counting extends CounterContract {
    Counting() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Restoring extends RestoreContract {
    Restoring() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Requests extends RequestContract {
    Requests() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class History extends HistoryContract {
    History() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Evicting extends EvictionContract {
    Evicting() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Listening extends ListenerContract {
    Listening() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Interruptions extends InterruptionContract {
    Interruptions() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class DesignTraps extends DesignTrapsContract {
    DesignTraps() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Fuzzing extends FuzzContract {
    Fuzzing() {
      super(StoreContract.this::newFixture);
    }
  }

  @Nested
  class Exchanging extends ExchangeContract {
    Exchanging() {
      super(StoreContract.this::newFixture);
    }
  }
}
