package io.larder.jcache;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * The managers that are open, by class loader and URI. Class loaders are held weakly, here and by
 * the managers; an open cache holds its own. Thread-safe.
 */
final class ManagerRegistry {

  private final Map<ClassLoader, Map<URI, LarderCacheManager>> byLoader = new WeakHashMap<>();

  synchronized LarderCacheManager getOrOpen(
      ClassLoader loader, URI uri, Supplier<LarderCacheManager> open) {
    Map<URI, LarderCacheManager> ofLoader =
        byLoader.computeIfAbsent(loader, unknown -> new HashMap<>());
    LarderCacheManager standing = ofLoader.get(uri);
    if (standing != null && !standing.isClosed()) {
      return standing;
    }
    LarderCacheManager opened = open.get();
    ofLoader.put(uri, opened);
    return opened;
  }

  synchronized List<LarderCacheManager> all() {
    return byLoader.values().stream().flatMap(managers -> managers.values().stream()).toList();
  }

  synchronized List<LarderCacheManager> of(ClassLoader loader) {
    return new ArrayList<>(byLoader.getOrDefault(loader, Map.of()).values());
  }

  synchronized void remove(LarderCacheManager manager) {
    byLoader.values().forEach(managers -> managers.remove(manager.getURI(), manager));
    byLoader.values().removeIf(Map::isEmpty);
  }
}
