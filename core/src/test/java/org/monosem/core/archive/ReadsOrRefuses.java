package org.monosem.core.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.monosem.core.random.Seed;
import org.monosem.core.tensor.TensorFileException;

/** A valid file, damaged at random: it is read, or refused with the declared exception. */
public final class ReadsOrRefuses {
  private int read;
  private int refused;

  /** Damages a file so many times and reads each result. */
  public void mutate(Path file, int mutations, Path folder, Consumer<Path> reader) {
    try {
      byte[] valid = Files.readAllBytes(file);
      Path damaged = folder.resolve("damaged");
      for (int i = 0; i < mutations; i++) {
        byte[] bytes = damaged(valid, Seed.of(30).at(i).random());
        Files.deleteIfExists(damaged);
        Files.write(damaged, bytes);
        read(damaged, reader, file + ", mutation " + i);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path damaged, Consumer<Path> reader, String what) {
    try {
      reader.accept(damaged);
      read++;
    } catch (TensorFileException e) {
      refused++;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  /** Returns how many damaged files were read. */
  public int read() {
    return read;
  }

  /** Returns how many damaged files were refused. */
  public int refused() {
    return refused;
  }

  private static byte[] damaged(byte[] valid, SplittableRandom random) {
    byte[] bytes = valid.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes = Arrays.copyOf(bytes, at);
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) random.nextInt();
      case 3 ->
          Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) random.nextInt(-1, 2));
      case 4 -> {
        int from = random.nextInt(bytes.length);
        int count = Math.min(random.nextInt(1, 40), bytes.length - Math.max(from, at));
        System.arraycopy(valid, from, bytes, at, count);
      }
      default -> {
        for (int i = 0; i < 4; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
    }
    return bytes;
  }
}
