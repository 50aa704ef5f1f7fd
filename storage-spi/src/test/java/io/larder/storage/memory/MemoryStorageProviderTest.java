package io.larder.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Batch;
import io.larder.storage.Bytes;
import io.larder.storage.Mutation;
import io.larder.storage.SpaceName;
import io.larder.storage.SpaceOptions;
import io.larder.storage.StorageProvider;
import io.larder.storage.Store;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Opening memory stores by name. */
class MemoryStorageProviderTest {

  private static Store open(String location) {
    return new MemoryStorageProvider().open(StoreLocation.parse(location), StoreOptions.DEFAULT);
  }

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(StorageProvider.class))
        .anySatisfy(provider -> assertThat(provider.schemes()).containsExactly("memory"));
  }

  @Test
  void aNameIsSharedAndNoNameIsNot() {
    try (Store first = open("memory:shared");
        Store second = open("memory:shared");
        Store unnamed = open("memory:");
        Store another = open("memory:")) {
      put(first);
      put(unnamed);
      assertThat(second.count()).isEqualTo(1);
      assertThat(another.count()).isZero();
      assertThat(unnamed.identity().location()).isEqualTo("memory:");
    }
  }

  private static void put(Store store) {
    var space = store.openSpace(SpaceName.global("s"), SpaceOptions.DEFAULT);
    store.commit(Batch.of(space, Mutation.Put.of(Bytes.EMPTY, Bytes.EMPTY)));
  }

  @Test
  void anotherSettingForAnOpenPlaceIsRefused() {
    StoreOptions other =
        new StoreOptions(
            StoreOptions.DEFAULT.durability(),
            StoreOptions.DEFAULT.clock(),
            Map.of("larder.housekeeping", "off"));
    try (Store first = open("memory:contradicted")) {
      assertThatThrownBy(
              () ->
                  new MemoryStorageProvider()
                      .open(StoreLocation.parse("memory:contradicted"), other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("contradicted")
          .hasMessageContaining("larder.housekeeping");
      assertThat(first.count()).isZero();
    }
  }

  @Test
  void aSpaceOfAnotherStoreIsRefused() {
    try (Store first = open("memory:");
        Store second = open("memory:")) {
      var space = first.openSpace(SpaceName.global("s"), SpaceOptions.DEFAULT);
      assertThatThrownBy(() -> second.get(space, Bytes.EMPTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not opened");
    }
  }
}
