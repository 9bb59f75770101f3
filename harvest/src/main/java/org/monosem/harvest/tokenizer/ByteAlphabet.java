package org.monosem.harvest.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The 256 printable characters that stand for bytes in a byte-level vocabulary.
 *
 * <p>Bytes 33-126, 161-172 and 174-255 stand for themselves (as Latin-1); the 68 others take the
 * characters from U+0100 on, in order. Source: Radford et al. 2019, "Language Models are
 * Unsupervised Multitask Learners", the published encoder's {@code bytes_to_unicode}.
 */
final class ByteAlphabet {
  static final int SIZE = 256;
  private static final char FIRST_SUBSTITUTE = '\u0100';
  private static final char[] CHARACTERS = characters();
  private static final short[] BYTES = bytes();
  private static final char[] SORTED = sorted();

  private ByteAlphabet() {}

  /** Returns the character of a byte, taken as 0 to 255. */
  static char character(int unsignedByte) {
    return CHARACTERS[unsignedByte];
  }

  /** Returns the place of a byte's character when all 256 are sorted by code point. */
  static int rank(int unsignedByte) {
    return Arrays.binarySearch(SORTED, CHARACTERS[unsignedByte]);
  }

  /** Returns the character at a place of the sorted alphabet. */
  static char sortedCharacter(int rank) {
    return SORTED[rank];
  }

  /** Returns the bytes that a token stands for; characters outside the alphabet as UTF-8. */
  static byte[] bytes(String token) {
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c >= BYTES.length || BYTES[c] < 0) {
        return token.getBytes(StandardCharsets.UTF_8);
      }
      bytes[i] = (byte) BYTES[c];
    }
    return bytes;
  }

  private static char[] characters() {
    char[] characters = new char[SIZE];
    char substitute = FIRST_SUBSTITUTE;
    for (int b = 0; b < SIZE; b++) {
      boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
      characters[b] = printable ? (char) b : substitute++;
    }
    return characters;
  }

  private static short[] bytes() {
    char[] sorted = sorted();
    short[] bytes = new short[sorted[SIZE - 1] + 1];
    Arrays.fill(bytes, (short) -1);
    for (int b = 0; b < SIZE; b++) {
      bytes[CHARACTERS[b]] = (short) b;
    }
    return bytes;
  }

  private static char[] sorted() {
    char[] sorted = CHARACTERS.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
