package org.monosem.harvest.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.HalfPrecision;
import org.monosem.core.safetensors.SafetensorsFile;

class ActivationCacheWriterTest {
  private static final CacheLayout LAYOUT = Caches.layout(3, ElementType.F16, 40);

  @TempDir Path folder;

  @Test
  void shardsAreSafetensorsFilesWithEveryRowAndItsLabels() {
    Caches.write(folder, LAYOUT, 55);
    Set<Integer> seen = new HashSet<>();
    ActivationCache cache = ActivationCache.open(folder);
    for (int i = 0; i < cache.shards(); i++) {
      Path file = folder.resolve(ShardLayout.fileName(i));
      try (SafetensorsFile shard = SafetensorsFile.open(file)) {
        float[] activations = shard.readFloats("activations");
        for (int row = 0; row < activations.length / 3; row++) {
          int number = (int) activations[row * 3];
          assertThat(seen.add(number)).isTrue();
          assertThat(activations[row * 3 + 2]).isEqualTo(Caches.value(number, 2));
          assertThat(shard.readLongs("tokens")[row]).isEqualTo(number % 50);
          assertThat(shard.readLongs("positions")[row]).isEqualTo(number % 16);
          assertThat(shard.readLongs("contexts")[row]).isEqualTo(number / 16);
          assertThat(shard.readLongs("documents")[row]).isEqualTo(number / 40);
          assertThat(cache.shard(i).activations(row)[0]).isEqualTo(number);
        }
      }
    }
    assertThat(seen).hasSize(55);
  }

  @Test
  void aShardMixesItsWholePool() {
    CacheLayout layout = Caches.layout(2, ElementType.F32, 4000);
    Caches.write(folder, layout, 8000);
    RowLabels first = ActivationCache.open(folder).shard(0).labels();
    double sum = 0;
    for (int row = 0; row < first.rows(); row++) {
      sum += first.context(row);
    }
    // 1000 of the contexts 0 .. 249: the mean is 124.5 with a standard error of 2.
    assertThat(first.rows()).isEqualTo(1000);
    assertThat(sum / first.rows()).isCloseTo(124.5, within(10.0));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void statisticsAreThoseOfTheStoredValues(ElementType type) {
    CacheLayout layout = Caches.layout(4, type, 100);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationCacheWriter writer = ActivationCacheWriter.open(folder, Caches.ORIGIN, layout)) {
      manager.getEngine().setRandomSeed(3);
      NDArray rows = manager.randomNormal(new Shape(100, 4)).addi(3.3f);
      writer.append(rows, Caches.labels(0, 100));
      writer.commit(CacheCursor.START);
      double[][] stored = stored(rows.toFloatArray(), type);
      check(ActivationCache.open(folder).statistics(), stored);
      float[] read = ActivationCache.open(folder).mixing(1).shard(0).activations(7);
      assertThat(List.of(stored)).anySatisfy(row -> assertThat(row[2]).isEqualTo(read[2]));
    }
  }

  @Test
  void aLargeMeanCostsTheVarianceNoDigits() {
    CacheLayout layout = Caches.layout(1, ElementType.F32, 4000);
    float[] values = new float[3000];
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = 1_000_000 + i * 7919 % 1000 / 16f;
      mean += values[i] / (double) values.length;
    }
    double variance = 0;
    for (float value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationCacheWriter writer = ActivationCacheWriter.open(folder, Caches.ORIGIN, layout)) {
      writer.append(manager.create(values, new Shape(3000, 1)), Caches.labels(0, 3000));
      writer.commit(CacheCursor.START);
    }
    // Sums of squares about zero would lose 9 of the 16 digits.
    assertThat(ActivationCache.open(folder).statistics().variance()[0])
        .isCloseTo(variance, within(1e-8 * variance));
  }

  @Test
  void aWriterGoesOnFromItsLastCommitToTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    Caches.write(whole, LAYOUT, 200);
    try (ActivationCacheWriter writer = open(broken)) {
      Caches.writeTo(writer, LAYOUT, 80);
      Caches.append(writer, 3, 80, 110);
    }
    Files.writeString(broken.resolve("shard-000008.safetensors"), "never committed");
    Files.writeString(broken.resolve("shard-000009.safetensors.tmp-1-0123456789ab"), "half");
    Files.writeString(broken.resolve("manifest.json.tmp-1-0123456789ab"), "half");
    try (ActivationCacheWriter writer = open(broken)) {
      assertThat(writer.cursor()).isEqualTo(new CacheCursor(80, 0));
      assertThat(writer.rows()).isEqualTo(80);
      assertThat(broken.resolve("shard-000008.safetensors")).doesNotExist();
      Caches.writeTo(writer, LAYOUT, 200);
      writer.finish();
    }
    assertThat(broken).isDirectoryNotContaining("glob:**tmp*");
    try (var files = Files.list(whole)) {
      assertThat(files.toList())
          .hasSize(22)
          .allSatisfy(
              file -> assertThat(broken.resolve(file.getFileName())).hasSameBinaryContentAs(file));
    }
  }

  @Test
  void aFailedCommitLeavesTheCacheAsItWas() throws IOException {
    Path obstacle = folder.resolve("shard-000006.safetensors");
    try (ActivationCacheWriter writer = open(folder)) {
      Caches.writeTo(writer, LAYOUT, 40);
      Files.createDirectories(obstacle.resolve("in the way"));
      Caches.append(writer, 3, 40, 80);
      assertThatThrownBy(() -> writer.commit(new CacheCursor(80, 0)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("shard-000006.safetensors");
      ActivationCache.open(folder).verify();
      assertThat(ActivationCache.open(folder).rows()).isEqualTo(40);
      Files.delete(obstacle.resolve("in the way"));
      Files.delete(obstacle);
      writer.commit(new CacheCursor(80, 0));
      assertThat(ActivationCache.open(folder).rows()).isEqualTo(80);
    }
  }

  @Test
  void commitsInTheBackgroundGiveTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    Path background = folder.resolve("background");
    Caches.write(whole, LAYOUT, 200);
    try (ActivationCacheWriter writer = open(background)) {
      for (int begin = 0; begin < 200; begin += 40) {
        Caches.append(writer, 3, begin, begin + 40);
        writer.commitInBackground(new CacheCursor(begin + 40, 0));
        assertThat(writer.free()).isEqualTo(40);
      }
      writer.awaitCommit();
      assertThat(writer.cursor()).isEqualTo(new CacheCursor(200, 0));
      writer.finish();
    }
    try (var files = Files.list(whole)) {
      assertThat(files.toList())
          .hasSize(22)
          .allSatisfy(
              file ->
                  assertThat(background.resolve(file.getFileName())).hasSameBinaryContentAs(file));
    }
  }

  @Test
  void aFailedCommitInTheBackgroundIsThrownOnceAndEndsTheWriter() throws IOException {
    Path obstacle = folder.resolve("shard-000006.safetensors");
    try (ActivationCacheWriter writer = open(folder)) {
      Caches.writeTo(writer, LAYOUT, 40);
      Files.createDirectories(obstacle.resolve("in the way"));
      Caches.append(writer, 3, 40, 80);
      writer.commitInBackground(new CacheCursor(80, 0));
      assertThatThrownBy(writer::awaitCommit)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("shard-000006.safetensors");
      assertThatThrownBy(() -> writer.commit(new CacheCursor(80, 0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a commit failed; a new writer goes on from the one before");
      assertThat(writer.cursor()).isEqualTo(new CacheCursor(40, 0));
    }
    Files.delete(obstacle.resolve("in the way"));
    Files.delete(obstacle);
    try (ActivationCacheWriter writer = open(folder)) {
      Caches.writeTo(writer, LAYOUT, 80);
      assertThat(ActivationCache.open(folder).rows()).isEqualTo(80);
    }
  }

  @Test
  void closingWaitsForTheCommitUnderWayAndThrowsItsFailure() throws IOException {
    ActivationCacheWriter writer = open(folder);
    Caches.writeTo(writer, LAYOUT, 40);
    Path obstacle = folder.resolve("shard-000004.safetensors");
    Files.createDirectories(obstacle.resolve("in the way"));
    Caches.append(writer, 3, 40, 80);
    writer.commitInBackground(new CacheCursor(80, 0));
    assertThatThrownBy(writer::close)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("shard-000004.safetensors");
    Files.delete(obstacle.resolve("in the way"));
    Files.delete(obstacle);
    open(folder).close();
  }

  @Test
  void aSecondWriterIsRefusedUntilTheFirstIsClosed() {
    try (ActivationCacheWriter first = open(folder)) {
      assertThatThrownBy(() -> open(folder))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              folder.resolve("writer.lock")
                  + ": the cache is being written by process "
                  + ProcessHandle.current().pid());
      Caches.append(first, 3, 0, 10);
    }
    open(folder).close();
  }

  @Test
  void badValuesAreRefusedAndNothingIsAdded() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationCacheWriter writer = open(folder)) {
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -65520}) {
        NDArray rows = manager.create(new float[] {0, 1, 2, 3, 4, bad, 5, bad, 7}, new Shape(3, 3));
        assertThatThrownBy(() -> writer.append(rows, Caches.labels(0, 3)))
            .isInstanceOf(ActivationValueException.class)
            .hasMessageStartingWith("activations: row 1 holds ");
      }
      NDArray largest = manager.create(new float[] {65504, -65504, 65519.99f}, new Shape(1, 3));
      writer.append(largest, Caches.labels(0, 1));
      assertThat(writer.free()).isEqualTo(39);
    }
  }

  @Test
  void wrongRowsAreRefused() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationCacheWriter writer = open(folder)) {
      assertThatThrownBy(() -> writer.append(manager.ones(new Shape(2, 4)), Caches.labels(0, 2)))
          .hasMessage("rows: expected float32 [n=2, width=3], got float32 (2, 4)");
      assertThatThrownBy(() -> writer.append(manager.ones(new Shape(41, 3)), Caches.labels(0, 41)))
          .hasMessage("rows: 41 do not fit, the pool has room for 40");
      Caches.append(writer, 3, 0, 5);
      writer.commit(new CacheCursor(5, 0));
      writer.finish();
      assertThatThrownBy(() -> Caches.append(writer, 3, 0, 5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the cache is complete, nothing can be added");
    }
  }

  @Test
  void appendingLeavesNothingWithTheManager() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationCacheWriter writer = open(folder)) {
      NDArray rows = manager.ones(new Shape(2, 3));
      for (int i = 0; i < 5; i++) {
        writer.append(rows, Caches.labels(0, 2));
      }
      assertThat(manager.getManagedArrays()).hasSize(1);
    }
  }

  private static ActivationCacheWriter open(Path folder) {
    return ActivationCacheWriter.open(folder, Caches.ORIGIN, LAYOUT);
  }

  private static double[][] stored(float[] values, ElementType type) {
    double[][] rows = new double[values.length / 4][4];
    for (int i = 0; i < values.length; i++) {
      rows[i / 4][i % 4] =
          switch (type) {
            case F16 -> HalfPrecision.fromFloat16(HalfPrecision.toFloat16(values[i]));
            case BF16 -> HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(values[i]));
            default -> values[i];
          };
    }
    return rows;
  }

  private static void check(CacheStatistics statistics, double[][] rows) {
    double norms = 0;
    double largest = 0;
    for (int j = 0; j < 4; j++) {
      double mean = 0;
      double variance = 0;
      for (double[] row : rows) {
        mean += row[j] / rows.length;
        largest = Math.max(largest, Math.abs(row[j]));
      }
      for (double[] row : rows) {
        variance += (row[j] - mean) * (row[j] - mean) / rows.length;
      }
      assertThat(statistics.mean()[j]).isCloseTo(mean, within(1e-12));
      assertThat(statistics.variance()[j]).isCloseTo(variance, within(1e-12));
    }
    for (double[] row : rows) {
      norms += Math.sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2] + row[3] * row[3]);
    }
    assertThat(statistics.rows()).isEqualTo(rows.length);
    assertThat(statistics.meanNorm()).isCloseTo(norms / rows.length, within(1e-12));
    assertThat(statistics.maxAbs()).isEqualTo(largest);
  }
}
