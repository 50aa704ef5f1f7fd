package io.larder.tck.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.tck.hostile.Planted.Decoy;
import io.larder.tck.process.StoreFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that someone else wrote into the file are refused before anything of them runs. */
class HostileBytesTest {

  private static final String BOMBE = "io.larder.tck.hostile.Planted$Bombe";
  private static final String PROOF = "io.larder.tck.hostile.Planted$Proof";
  private static final String CACHE = "planted";

  @TempDir private Path directory;

  @BeforeEach
  void nothingHasRun() {
    Sentinel.RAN.clear();
  }

  @Test
  void aForbiddenValueIsRefusedAndRunsNothing() throws SQLException {
    plantedValue(BOMBE);
    try (CacheManager manager = open(Decoy.class.getName())) {
      Cache<Object, Object> cache = cache(manager);
      assertThatThrownBy(() -> cache.get("key"))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(BOMBE);
      assertThatThrownBy(() -> cache.forEach(entry -> entry.getValue()))
          .isInstanceOf(CacheException.class);
      assertThat(Sentinel.RAN).isEmpty();
      staysUsable(cache, "key");
    }
    assertThat(Sentinel.RAN).isEmpty();
  }

  @Test
  void theSameBytesRunWhereTheClassIsAllowed() throws SQLException {
    plantedValue(PROOF);
    try (CacheManager manager = open(PROOF)) {
      assertThat(cache(manager).get("key").getClass().getName()).isEqualTo(PROOF);
    }
    assertThat(Sentinel.RAN)
        .containsSubsequence(
            "static initialiser of Proof", "constructor of Proof", "readObject of Proof");
  }

  @Test
  void aForbiddenKeyIsRefusedAndRunsNothing() throws SQLException {
    RawFile raw = store(Map.of(new Decoy("key"), "value"));
    byte[] key = raw.keys(CACHE).get(0);
    raw.plantKey(key, RawFile.renamed(key, Decoy.class, BOMBE));
    try (CacheManager manager = open(Decoy.class.getName())) {
      Cache<Object, Object> cache = cache(manager);
      assertThatThrownBy(() -> cache.forEach(entry -> entry.getKey()))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(BOMBE);
      assertThat(cache.get(new Decoy("key"))).isNull();
      assertThat(Sentinel.RAN).isEmpty();
      staysUsable(cache, "key");
    }
    assertThat(Sentinel.RAN).isEmpty();
  }

  @Test
  void damagedValuesAreExceptionsAndNeverErrors() throws SQLException {
    int planted = 0;
    int refused = 0;
    for (Object value : Samples.values()) {
      Map<Long, Object> entries = new HashMap<>();
      for (long key = 0; key < Damages.COUNT; key++) {
        entries.put(key, value);
      }
      RawFile raw = store(entries);
      List<byte[]> keys = raw.keys(CACHE);
      List<byte[]> damages = Damages.of(raw.values(CACHE).get(0));
      for (int i = 0; i < Damages.COUNT; i++) {
        raw.plantValue(keys.get(i), damages.get(i));
      }
      try (CacheManager manager = open(Decoy.class.getName())) {
        Cache<Object, Object> cache = cache(manager);
        for (long key = 0; key < Damages.COUNT; key++, planted++) {
          long damaged = key;
          refused += refusals(() -> cache.get(damaged));
        }
        staysUsable(cache, 0L);
      }
    }
    System.out.printf("HostileBytesTest: %d of %d damaged values refused%n", refused, planted);
    assertThat(refused).isGreaterThan(planted / 2);
  }

  @Test
  void damagedKeysAreExceptionsAndNeverErrors() throws SQLException {
    int planted = 0;
    int refused = 0;
    for (Object key : Samples.keys()) {
      RawFile raw = store(Map.of(key, "value"));
      // An iteration ends at the first damaged key, so each has a store of its own.
      for (byte[] damaged : Damages.few(raw.keys(CACHE).get(0))) {
        raw.plantKey(raw.keys(CACHE).get(0), damaged);
        planted++;
        try (CacheManager manager = open(Decoy.class.getName())) {
          Cache<Object, Object> cache = cache(manager);
          refused += refusals(() -> cache.forEach(entry -> entry.getKey()));
          refusals(() -> cache.get(key));
        }
      }
      try (CacheManager manager = open(Decoy.class.getName())) {
        staysUsable(cache(manager), key);
      }
    }
    System.out.printf("HostileBytesTest: %d of %d damaged keys refused%n", refused, planted);
    assertThat(refused).isGreaterThan(planted / 2);
  }

  private void plantedValue(String type) throws SQLException {
    RawFile raw = store(Map.of("key", new Decoy("text")));
    byte[] value = raw.values(CACHE).get(0);
    raw.plantValue(raw.keys(CACHE).get(0), RawFile.renamed(value, Decoy.class, type));
  }

  /** Puts the entries into an empty cache and closes the store. */
  private RawFile store(Map<?, ?> entries) {
    try (CacheManager manager = open(Decoy.class.getName())) {
      Cache<Object, Object> cache = cache(manager);
      cache.clear();
      cache.putAll(entries);
    }
    return new RawFile(file().path());
  }

  /** 1 if it is refused as it should be; 0 if the bytes still made sense. */
  private static int refusals(Runnable reading) {
    try {
      reading.run();
      return 0;
    } catch (CacheException expected) {
      return 1;
    }
  }

  private static void staysUsable(Cache<Object, Object> cache, Object key) {
    cache.put("another", "value");
    assertThat(cache.get("another")).isEqualTo("value");
    cache.put(key, "again");
    assertThat(cache.get(key)).isEqualTo("again");
    assertThat(cache.remove(key)).isTrue();
    assertThat(cache.get(key)).isNull();
    cache.clear();
    List<Object> keys = new ArrayList<>();
    cache.forEach(entry -> keys.add(entry.getKey()));
    assertThat(keys).isEmpty();
  }

  private StoreFile file() {
    return new StoreFile(directory.resolve("hostile.db"));
  }

  private CacheManager open(String allowed) {
    return file().open(Map.of("larder.serialization.allow", allowed));
  }

  private static Cache<Object, Object> cache(CacheManager manager) {
    Cache<Object, Object> open = manager.getCache(CACHE);
    return open != null ? open : manager.createCache(CACHE, new MutableConfiguration<>());
  }
}
