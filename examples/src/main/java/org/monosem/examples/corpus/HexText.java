package org.monosem.examples.corpus;

import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import org.monosem.core.random.Seed;

/** Hexadecimal as it is met in files: checksums, dumps of memory, commit logs, UUIDs, colours. */
record HexText(Seed seed) implements GeneratedCorpus.Text {
  private static final String[] NAMES = {
    "data", "model", "index", "report", "archive", "image", "notes", "table", "backup", "release"
  };
  private static final String[] ENDINGS = {".tar.gz", ".zip", ".bin", ".json", ".iso", ".jar"};
  private static final String[] SUBJECTS = {
    "Fix the build", "Add a test", "Remove dead code", "Update dependencies", "Rename a field"
  };

  @Override
  public String document(long number) {
    SplittableRandom random = seed.named("hex").at(number).random();
    int kind = random.nextInt(5);
    int lines = 15 + random.nextInt(25);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      text.append(
              switch (kind) {
                case 0 -> hex(random, 32) + "  " + fileName(random);
                case 1 -> dump(random, 16 * line);
                case 2 -> hex(random, 20).substring(0, 10) + " " + pick(SUBJECTS, random);
                case 3 -> uuid(random) + (random.nextInt(4) == 0 ? "," + fileName(random) : "");
                default -> ".c%d { color: #%s; }".formatted(line, hex(random, 3));
              })
          .append('\n');
    }
    return text.toString();
  }

  private static String dump(SplittableRandom random, int address) {
    byte[] bytes = bytes(random, 16);
    StringBuilder shown = new StringBuilder();
    for (byte b : bytes) {
      shown.append(b >= ' ' && b < 127 ? (char) b : '.');
    }
    String hex = HexFormat.ofDelimiter(" ").formatHex(bytes);
    return String.format(Locale.ROOT, "%08x  %s  |%s|", address, hex, shown);
  }

  /** Version 4, as RFC 9562 lays it out. */
  private static String uuid(SplittableRandom random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  private static String fileName(SplittableRandom random) {
    return pick(NAMES, random) + "-" + random.nextInt(100) + pick(ENDINGS, random);
  }

  private static String pick(String[] choices, SplittableRandom random) {
    return choices[random.nextInt(choices.length)];
  }

  private static String hex(SplittableRandom random, int bytes) {
    return HexFormat.of().formatHex(bytes(random, bytes));
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
