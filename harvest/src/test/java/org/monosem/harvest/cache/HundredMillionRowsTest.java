package org.monosem.harvest.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;
import org.monosem.core.safetensors.ElementType;

/**
 * A hundred million rows, in as many shards as rows 512 wide would have, read by a process whose
 * heap would hold not even one byte of each.
 */
@Tag("long")
class HundredMillionRowsTest {
  private static final int ROWS = 100_000_000;
  private static final int BATCH = 100_000;

  @TempDir Path folder;

  @Test
  void aSmallHeapReadsThemAll() throws Exception {
    write(folder, ROWS);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                HundredMillionRowsTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isZero();
    // Row i holds i modulo a thousand in its first place: the mean is 499.5.
    assertThat(output.strip()).isEqualTo(ROWS + " rows, mean 499.5");
  }

  static void write(Path folder, int rows) {
    CacheLayout layout = new CacheLayout(2, ElementType.F16, 1 << 14, 1 << 18, 1);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationCacheWriter writer = ActivationCacheWriter.open(folder, Caches.ORIGIN, layout)) {
      NDArray batch = manager.arange(BATCH).mod(1000).expandDims(1).repeat(1, 2);
      NDArray values = batch.toType(DataType.FLOAT32, false);
      for (int done = 0; done < rows; done += BATCH) {
        if (writer.free() < BATCH) {
          writer.commit(new CacheCursor(done, 0));
        }
        writer.append(values.reshape(new Shape(BATCH, 2)), Caches.labels(done, done + BATCH));
      }
      writer.commit(new CacheCursor(rows, 0));
      writer.finish();
    }
  }

  /** Reads a whole pass and prints how many rows there were and the mean of their first places. */
  public static void main(String[] args) {
    ActivationCache cache = ActivationCache.open(Path.of(args[0]));
    double sum = 0;
    try (ActivationStream stream = cache.open(Seed.of(1), 0)) {
      while (stream.position() < cache.rows()) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
          sum += stream.next(manager, BATCH).mean().getFloat() * (double) BATCH;
        }
      }
      System.out.println(
          stream.position() + " rows, mean " + Math.round(sum / cache.rows() * 1000) / 1000.0);
    }
  }
}
