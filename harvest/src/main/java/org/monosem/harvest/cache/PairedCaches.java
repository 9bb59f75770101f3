package org.monosem.harvest.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.PairedActivations;

/**
 * Opens caches whose rows belong together: those of one harvest of several hook points, or of
 * several harvests of the same contexts with the same options. Row {@code i} of each is of the same
 * token.
 */
public final class PairedCaches {
  private PairedCaches() {}

  /**
   * Opens caches side by side.
   *
   * @param folders two or more
   * @throws CacheException if one cannot be opened
   * @throws IllegalArgumentException if their rows do not belong together, saying in what they
   *     differ
   */
  public static PairedActivations open(List<Path> folders) {
    return of(folders.stream().map(ActivationCache::open).toList());
  }

  /**
   * Puts caches side by side. What their manifests say of contexts, selection, order and number of
   * rows must agree, and so must the origins of the rows of their first and last shards.
   *
   * @throws IllegalArgumentException if their rows do not belong together, saying in what they
   *     differ
   */
  public static PairedActivations of(List<ActivationCache> caches) {
    for (int i = 1; i < caches.size(); i++) {
      requirePaired(caches.get(0), caches.get(i));
    }
    // The order of the rows depends on how many shards are mixed, and that on what fits a buffer.
    int mixed = caches.stream().mapToInt(ActivationCache::windowShards).min().orElse(1);
    return PairedActivations.of(caches.stream().map(cache -> cache.mixing(mixed)).toList());
  }

  private static void requirePaired(ActivationCache first, ActivationCache other) {
    Map<String, Object> a = order(first);
    Map<String, Object> b = order(other);
    List<String> differences = new ArrayList<>();
    a.forEach(
        (what, value) -> {
          if (!value.equals(b.get(what))) {
            differences.add(what + " " + value + " and " + b.get(what));
          }
        });
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "paired caches: the rows of %s and %s do not belong together: %s"
              .formatted(first.folder(), other.folder(), String.join("; ", differences)));
    }
    requireSameLabels(first, other, 0);
    requireSameLabels(first, other, first.shards() - 1);
  }

  /** Returns everything that decides which token a row belongs to. */
  private static Map<String, Object> order(ActivationCache cache) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("rows", cache.rows());
    order.put("rows of the shards", cache.shardRows());
    order.put("contexts", cache.contexts());
    order.put("fingerprint of the contexts", cache.contextFingerprint());
    order.put("corpus", cache.origin().corpus());
    order.put("context length", cache.origin().contextLength());
    order.put("selection", cache.origin().selection());
    order.put("rows shuffled together", cache.layout().poolRows());
    order.put("seed", cache.layout().seed());
    return order;
  }

  private static void requireSameLabels(ActivationCache first, ActivationCache other, int shard) {
    RowLabels expected = first.shard(shard).labels();
    if (!expected.equals(other.shard(shard).labels())) {
      throw new IllegalArgumentException(
          "paired caches: shard %d of %s holds rows of other tokens than that of %s"
              .formatted(shard, other.folder(), first.folder()));
    }
  }
}
