package org.monosem.sae.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page's own style sheet or script, and the hash by which the page's policy admits it.
 *
 * @param text the code
 */
record PageCode(String text) {

  /** Reads the code from a resource of this package; line ends are made {@code \n}. */
  static PageCode resource(String name) {
    try (InputStream in = PageCode.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("page: the resource " + name + " is missing");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new PageCode(text.replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("page: the resource " + name + " cannot be read", e);
    }
  }

  /** Returns the source expression of a content security policy: {@code 'sha256-...'}. */
  String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
