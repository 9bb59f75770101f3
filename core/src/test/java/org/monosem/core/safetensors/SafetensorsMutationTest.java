package org.monosem.core.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.random.Seed;

/** A valid file, damaged at random: it is read, or refused with the declared exception. */
class SafetensorsMutationTest {
  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "0",
          "8",
          "-",
          "1e9",
          "null",
          "99999999999",
          "F32",
          "U64",
          "F8_E4M3",
          "\\u0000",
          "/*",
          " ",
          "\0",
          "\"a\":{},");

  @TempDir Path folder;

  @Test
  void readsOrRefuses() {
    mutate(4_000);
  }

  @Test
  @Tag("long")
  void readsOrRefusesManyMore() {
    mutate(200_000);
  }

  private void mutate(int mutations) {
    byte[] valid = valid();
    int read = 0;
    int refused = 0;
    for (int i = 0; i < mutations; i++) {
      SplittableRandom random = Seed.of(20).at(i).random();
      byte[] bytes = valid;
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bytes = mutate(bytes, random);
      }
      try {
        RawFile.read(folder, bytes);
        read++;
      } catch (SafetensorsException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("mutation " + i + ": " + Arrays.toString(bytes), e);
      }
    }
    // Both ends are reached, so the mutations are neither harmless nor blunt.
    assertThat(read).isGreaterThan(mutations / 200);
    assertThat(refused).isGreaterThan(mutations / 2);
  }

  private static byte[] valid() {
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + RawFile.f32("a", "[2,1]", "[0,8]")
            + ","
            + RawFile.entry("b", "\"U64\"", "[1]", "[8,16]")
            + ","
            + RawFile.entry("c", "\"BF16\"", "[0]", "[16,16]")
            + ","
            + RawFile.entry("d", "\"BOOL\"", "[]", "[16,17]")
            + "}   ";
    return RawFile.of(header, 17);
  }

  private static byte[] mutate(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, at + random.nextInt(1, 20));
    return switch (random.nextInt(6)) {
      case 0 -> flipped(bytes, at, random.nextInt(8));
      case 1 -> flipped(bytes, random.nextInt(8), random.nextInt(8));
      case 2 -> Arrays.copyOf(bytes, at + 1);
      case 3 -> spliced(bytes, at, to, new byte[0]);
      case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
      default -> {
        byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
        yield spliced(bytes, at, random.nextBoolean() ? at : to, token);
      }
    };
  }

  private static byte[] flipped(byte[] bytes, int at, int bit) {
    byte[] result = bytes.clone();
    result[Math.min(at, result.length - 1)] ^= (byte) (1 << bit);
    return result;
  }

  /** Replaces a range, and mends the length field so that the damage is met further on. */
  private static byte[] spliced(byte[] bytes, int from, int to, byte[] replacement) {
    ByteBuffer result =
        ByteBuffer.allocate(bytes.length - (to - from) + replacement.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    result.put(bytes, 0, from).put(replacement).put(bytes, to, bytes.length - to);
    if (from >= 8 && result.capacity() >= 8) {
      result.putLong(0, result.getLong(0) + replacement.length - (to - from));
    }
    return result.capacity() == 0 ? new byte[1] : result.array();
  }
}
