package org.monosem.core.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a file must add up to.
 *
 * @param kind how it is added up
 * @param hex the result, in lower-case hexadecimal digits
 */
public record Checksum(Kind kind, String hex) {
  private static final int PIECE = 1 << 16;
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]+");

  /** How a file is added up. */
  public enum Kind {
    /** SHA-256 of the content: large files. */
    SHA256("SHA-256", 64),
    /** Git's name of the content, SHA-1 of {@code blob <size>}, a zero byte and the content. */
    GIT_BLOB("SHA-1", 40);

    private final String algorithm;
    private final int digits;

    Kind(String algorithm, int digits) {
      this.algorithm = algorithm;
      this.digits = digits;
    }
  }

  /**
   * Checks the digits.
   *
   * @throws HubException if they are not as many, or not hexadecimal
   */
  public Checksum {
    if (hex.length() != kind.digits || !DIGITS.matcher(hex).matches()) {
      throw new HubException(kind + ": expected " + kind.digits + " digits, got " + hex);
    }
  }

  /** Returns what a file adds up to. */
  static String of(Kind kind, Path file) throws IOException {
    MessageDigest digest = digest(kind);
    if (kind == Kind.GIT_BLOB) {
      String header = "blob " + Files.size(file) + "\0";
      digest.update(header.getBytes(StandardCharsets.US_ASCII));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(Kind kind) {
    try {
      return MessageDigest.getInstance(kind.algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + kind.algorithm, e);
    }
  }
}
