package org.monosem.harvest.cache;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import org.monosem.core.safetensors.ElementType;

/**
 * Rows a second through the cache, beside plain sequential reading of the same files. A program,
 * not a test: {@code main FOLDER ROWS TYPE BATCH}, with rows 512 wide. An existing cache is read
 * again, so that the disk's own speed can be measured after the system's page cache has been
 * emptied.
 */
final class ActivationCacheBenchmark {
  private static final int WIDTH = 512;

  private ActivationCacheBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int rows = Integer.parseInt(args[1]);
    int batch = Integer.parseInt(args[3]);
    if (!Files.exists(folder)) {
      report("written", rows, () -> write(folder, rows, ElementType.valueOf(args[2])));
    }
    ActivationCache cache = ActivationCache.open(folder);
    readShuffled(cache.mixing(1), batch, 2L * batch);
    report("raw sequential read", rows, () -> readRaw(folder));
    report("shuffled batches", rows, () -> readShuffled(cache, batch, rows));
    report("shuffled batches, again", rows, () -> readShuffled(cache, batch, rows));
  }

  private static void write(Path folder, int rows, ElementType type) {
    CacheLayout layout = CacheLayout.of(WIDTH, type, 1);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationCacheWriter writer = ActivationCacheWriter.open(folder, Caches.ORIGIN, layout)) {
      NDArray values = manager.randomNormal(new Shape(8192, WIDTH));
      for (int done = 0; done < rows; done += 8192) {
        if (writer.free() < 8192) {
          writer.commit(new CacheCursor(done, 0));
        }
        writer.append(values, Caches.labels(done, done + 8192));
      }
      writer.commit(new CacheCursor(rows, 0));
      writer.finish();
    }
  }

  private static void readShuffled(ActivationCache cache, int batch, long rows) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        ActivationStream stream = cache.open(Seed.of(1), 0)) {
      while (stream.position() + batch <= rows) {
        stream.next(manager, batch).close();
      }
    }
  }

  private static void readRaw(Path folder) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(16 << 20);
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.sorted().toList();
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

  /** Prints rows per second of time and, as others may use the machine, of processor time. */
  private static void report(String what, long rows, Work work) throws IOException {
    long cpu = processorTime();
    long begun = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    double cpuSeconds = (processorTime() - cpu) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f rows/s (%.2f s), %.0f rows a second of processor time (%.2f s)%n",
        what,
        rows / seconds,
        seconds,
        rows / cpuSeconds,
        cpuSeconds);
  }

  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
