package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;
import org.monosem.harvest.cache.ActivationCache;

/**
 * Measures how fast an existing cache is read as shuffled float32 batches, beside plain sequential
 * reading of the same files in the same run: {@code java -cp monosem.jar
 * org.monosem.examples.benchmark.CacheReadingRate FOLDER BATCH}. Empty the system's page cache
 * first to measure the disk.
 */
public final class CacheReadingRate {
  private static final int RAW_BUFFER_BYTES = 16 << 20;

  private CacheReadingRate() {}

  /** Reads the cache raw, then shuffled, twice. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int batch = Integer.parseInt(args[1]);
    ActivationCache cache = ActivationCache.open(folder);
    double raw = rate(cache.rows(), () -> readRaw(folder));
    System.out.printf(Locale.ROOT, "raw sequential read: %,.0f rows/s%n", raw);
    for (int pass = 1; pass <= 2; pass++) {
      double shuffled = rate(cache.rows(), () -> readShuffled(cache, batch));
      System.out.printf(
          Locale.ROOT,
          "shuffled batches of %,d, pass %d: %,.0f rows/s, %.2f of raw%n",
          batch,
          pass,
          shuffled,
          shuffled / raw);
    }
  }

  private static void readShuffled(ActivationCache cache, int batch) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = cache.open(Seed.of(1), 0)) {
      while (stream.position() + batch <= cache.rows()) {
        stream.next(manager, batch).close();
      }
    }
  }

  private static void readRaw(Path folder) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(RAW_BUFFER_BYTES);
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        int read;
        do {
          read = channel.read(buffer.clear());
        } while (read >= 0);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double rate(long rows, Work work) throws IOException {
    long begun = System.nanoTime();
    work.run();
    return rows / ((System.nanoTime() - begun) / 1e9);
  }
}
