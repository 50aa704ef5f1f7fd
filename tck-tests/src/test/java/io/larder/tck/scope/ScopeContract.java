package io.larder.tck.scope;

import org.junit.jupiter.api.Nested;

/** What scopes do on every store. A store's test extends it and says where the store is. */
abstract class ScopeContract {

  /** A store that is empty. */
  abstract ScopeNodes newNodes();

  @Nested
  class Basics extends BasicsContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Owners extends OwnersContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Falling extends FallbackContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Inventory extends InventoryContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Caches extends CachesContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class ValuesOfAllKinds extends ValuesContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Many extends ManyContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Tree extends TreeContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Life extends LifeContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Counters extends CountersContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Events extends EventsContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class History extends HistoryContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Exporting extends ExportContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class Importing extends ImportContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }

  @Nested
  class HostileImport extends HostileImportContract {
    @Override
    ScopeNodes newNodes() {
      return ScopeContract.this.newNodes();
    }
  }
}
