package io.larder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.SpaceName;
import io.larder.storage.StoreLocation;
import io.larder.storage.StoreOptions;
import io.larder.storage.codec.Codecs;
import io.larder.storage.codec.SerializationFilter;
import io.larder.storage.memory.MemoryStorageProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.cache.Cache;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/** Engines of several sessions on one memory store, whose clock stands still until it is moved. */
final class EngineFixture implements AutoCloseable {

  static final SpaceName SPACE = SpaceName.global("orders");

  final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
  ExpiryPolicy expiry = new EternalExpiryPolicy();
  @Nullable CacheLoader<String, Object> loader;
  @Nullable CacheWriter<String, Object> writer;
  boolean undecodableIsMiss;
  long l1MaximumBytes = EngineOptions.UNLIMITED;
  long maximumEntries = Long.MAX_VALUE;

  private final StoreOptions options =
      StoreOptions.DEFAULT.withClock(() -> Instant.ofEpochMilli(clock.get()));
  private final StoreLocation location = StoreLocation.parse("memory:" + UUID.randomUUID());
  private final List<StoreSession> sessions = new ArrayList<>();

  /** A session of its own, as another cache manager has it. */
  StoreSession session() {
    StoreSession session = StoreSession.open(new MemoryStorageProvider().open(location, options));
    sessions.add(session);
    return session;
  }

  Engine<String, Object> engine() {
    return engine(session());
  }

  Engine<String, Object> engine(StoreSession session) {
    return session.engine(
        SPACE,
        source(),
        new EngineOptions<>(
            String.class,
            Object.class,
            Codecs.of(getClass().getClassLoader(), SerializationFilter.of("")),
            false,
            expiry,
            loader,
            loader != null,
            writer,
            1_000,
            l1MaximumBytes,
            maximumEntries,
            1_000_000,
            1_000_000,
            undecodableIsMiss,
            null));
  }

  /** A cache that is good for nothing but being named as a source. */
  @SuppressWarnings("unchecked") // a proxy of Cache is a Cache of anything
  private static Cache<String, Object> source() {
    return (Cache<String, Object>)
        Proxy.newProxyInstance(
            EngineFixture.class.getClassLoader(),
            new Class<?>[] {Cache.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for 20 seconds").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    sessions.forEach(StoreSession::close);
  }
}
