package org.monosem.harvest.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;
import org.monosem.core.safetensors.ElementType;

/** Every damage is noticed before a value is handed out, and told in one line that names a file. */
class DamagedCacheTest {
  private static final CacheLayout LAYOUT = Caches.layout(3, ElementType.F16, 40);

  /** Bits from one flip to the next: all bits and all fields are met, though not together. */
  private static final int STEP = 37;

  /** Fewer bits than a byte has, so that every byte is met. */
  private static final int SMALL_STEP = 7;

  @TempDir Path folder;
  private Path cache;
  private Path shard;

  @BeforeEach
  void write() {
    cache = folder.resolve("cache");
    shard = cache.resolve("shard-000001.safetensors");
    Caches.write(cache, LAYOUT, 55);
  }

  @Test
  void aFlippedBitInAShardIsNoticed() throws IOException {
    flipShard(STEP);
  }

  @Test
  @Tag("long")
  void aFlippedBitInAnyByteOfAShardIsNoticed() throws IOException {
    flipShard(SMALL_STEP);
  }

  private void flipShard(int step) throws IOException {
    byte[] good = Files.readAllBytes(shard);
    ActivationCache opened = ActivationCache.open(cache);
    for (int bit = 0; bit < good.length * 8; bit += step) {
      Files.write(shard, flipped(good, bit));
      assertThatThrownBy(() -> opened.shard(1), "bit %d", bit)
          .isInstanceOf(CacheException.class)
          .hasMessageStartingWith(shard + ": ");
    }
    Files.write(shard, good);
    opened.verify();
  }

  @Test
  void everyOtherLengthOfAShardIsNoticed() throws IOException {
    byte[] good = Files.readAllBytes(shard);
    for (int length = 0; length < good.length + 3; length++) {
      if (length == good.length) {
        continue;
      }
      Files.write(shard, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> ActivationCache.open(cache))
          .isInstanceOf(CacheException.class)
          .hasMessage(shard + ": " + good.length + " bytes expected, got " + length);
    }
  }

  @Test
  void aFlippedBitInTheManifestIsNoticed() throws IOException {
    flipManifest(STEP);
  }

  @Test
  @Tag("long")
  void aFlippedBitInAnyByteOfTheManifestIsNoticed() throws IOException {
    flipManifest(SMALL_STEP);
  }

  private void flipManifest(int step) throws IOException {
    Path manifest = cache.resolve("manifest.json");
    byte[] good = Files.readAllBytes(manifest);
    for (int bit = 0; bit < good.length * 8; bit += step) {
      Files.write(manifest, flipped(good, bit));
      assertThatThrownBy(() -> ActivationCache.open(cache), "bit %d", bit)
          .isInstanceOf(CacheException.class)
          .hasMessageStartingWith(manifest + ": ");
    }
  }

  @Test
  void aShorterManifestIsNoticed() throws IOException {
    Path manifest = cache.resolve("manifest.json");
    byte[] good = Files.readAllBytes(manifest);
    for (int length = 0; length < good.length; length++) {
      Files.write(manifest, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> ActivationCache.open(cache)).isInstanceOf(CacheException.class);
    }
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    Files.delete(shard);
    assertThatThrownBy(() -> ActivationCache.open(cache))
        .hasMessage(shard + ": the shard is missing");
  }

  @Test
  void aShardOfAnotherPlaceIsNamed() throws IOException {
    Files.copy(cache.resolve("shard-000000.safetensors"), folder.resolve("kept"));
    Files.delete(shard);
    Files.copy(folder.resolve("kept"), shard);
    assertThatThrownBy(() -> ActivationCache.open(cache).verify())
        .hasMessage(shard + ": shard 1 expected, got shard 0");
  }

  @Test
  void aShardOfAnotherCacheIsNamed() throws IOException {
    CacheLayout other = new CacheLayout(3, ElementType.F16, 10, 40, 6);
    Caches.write(folder.resolve("other"), other, 55);
    Files.delete(shard);
    Files.copy(folder.resolve("other").resolve(shard.getFileName()), shard);
    String identity = Manifest.empty(Caches.ORIGIN, LAYOUT).identity();
    String foreign = Manifest.empty(Caches.ORIGIN, other).identity();
    assertThatThrownBy(() -> ActivationCache.open(cache).verify())
        .hasMessage(
            "%s: a shard of cache %s expected, got one of cache %s"
                .formatted(shard, identity, foreign));
  }

  @Test
  void aShardCutWhileTheCacheIsOpenEndsTheStream() throws IOException {
    ActivationCache opened = ActivationCache.open(cache).mixing(1);
    byte[] good = Files.readAllBytes(shard);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = opened.open(Seed.of(1), 0)) {
      Files.write(shard, Arrays.copyOf(good, good.length - 1));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> stream.next(manager, 200))
            .isInstanceOf(CacheException.class)
            .hasMessageStartingWith(shard + ": ");
      }
      assertThat(manager.getManagedArrays()).isEmpty();
    }
  }

  @Test
  void aFolderWithoutManifestIsNoCache() throws IOException {
    Path manifest = cache.resolve("manifest.json");
    Files.delete(manifest);
    assertThatThrownBy(() -> ActivationCache.open(cache))
        .hasMessage(manifest + ": no such file: not an activation cache, or never begun");
    assertThatThrownBy(() -> ActivationCacheWriter.open(cache, Caches.ORIGIN, LAYOUT))
        .hasMessageContaining("but no manifest.json");
    assertThat(shard).exists();
  }

  @Test
  void anotherVersionAndAnotherFormatAreNamed() throws IOException {
    Path manifest = cache.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"version\": 1", "\"version\": 2"));
    assertThatThrownBy(() -> ActivationCache.open(cache))
        .hasMessage(manifest + ": version 2 of the format, this library reads version 1");
    Files.writeString(manifest, text.replace("monosem-activation-cache", "other"));
    assertThatThrownBy(() -> ActivationCache.open(cache))
        .hasMessage(manifest + ": not the manifest of an activation cache");
    Files.write(manifest, "[1]".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ActivationCache.open(cache))
        .hasMessage(manifest + ": damaged: not a JSON object");
  }

  @Test
  void aCacheWithoutRowsIsRefused() {
    Path empty = folder.resolve("empty");
    ActivationCacheWriter.open(empty, Caches.ORIGIN, LAYOUT).close();
    assertThatThrownBy(() -> ActivationCache.open(empty))
        .hasMessage(empty + ": the cache has no rows yet");
  }

  private static byte[] flipped(byte[] good, int bit) {
    byte[] bad = good.clone();
    bad[bit / 8] ^= (byte) (1 << (bit % 8));
    return bad;
  }
}
