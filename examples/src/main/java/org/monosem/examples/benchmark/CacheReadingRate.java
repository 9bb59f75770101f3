package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.monosem.core.ActivationStream;
import org.monosem.core.random.Seed;
import org.monosem.harvest.cache.ActivationCache;

/**
 * Measures how fast an existing cache is read as shuffled float32 batches, beside plain sequential
 * reading of the same files, in turns. Empty the system's page cache first to measure the disk.
 */
public final class CacheReadingRate {
  private static final int RAW_BUFFER_BYTES = 16 << 20;

  private CacheReadingRate() {}

  /**
   * Rows a second, the best of all turns.
   *
   * @param raw reading the files from end to end and looking at nothing
   * @param shuffled reading batches in shuffled order
   */
  public record Rates(double raw, double shuffled) {}

  /**
   * Reads a cache both ways, {@code turns} times.
   *
   * @throws UncheckedIOException if the cache cannot be read
   */
  public static Rates measure(Path folder, int batch, int turns) {
    ActivationCache cache = ActivationCache.open(folder);
    double raw = 0;
    double shuffled = 0;
    for (int turn = 0; turn < turns; turn++) {
      raw = Math.max(raw, rate(cache.rows(), () -> readRaw(folder)));
      shuffled = Math.max(shuffled, rate(cache.rows(), () -> readShuffled(cache, batch)));
    }
    return new Rates(raw, shuffled);
  }

  private static void readShuffled(ActivationCache cache, int batch) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = cache.open(Seed.of(1), 0)) {
      while (stream.position() < cache.rows()) {
        int rows = (int) Math.min(batch, cache.rows() - stream.position());
        stream.next(manager, rows).close();
      }
    }
  }

  private static void readRaw(Path folder) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(RAW_BUFFER_BYTES);
    try (Stream<Path> list = Files.list(folder)) {
      List<Path> files = list.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        readRaw(file, buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }

  private static void readRaw(Path file, ByteBuffer buffer) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int read;
      do {
        read = channel.read(buffer.clear());
      } while (read >= 0);
    }
  }

  private static double rate(long rows, Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return rows / ((System.nanoTime() - begun) / 1e9);
  }
}
