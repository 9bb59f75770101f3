package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.monosem.harvest.transformer.Gpt2Layout.Entry;

/** SHA-256 over a model's sizes, then each weight's name, shape and little-endian bytes. */
final class Gpt2Fingerprint {
  private Gpt2Fingerprint() {}

  static String of(Gpt2Weights weights) {
    MessageDigest digest = sha256();
    digest.update(utf8(weights.config().toString()));
    List<Entry> entries = weights.layout().entries();
    for (int i = 0; i < entries.size(); i++) {
      digest.update(utf8(entries.get(i).name() + entries.get(i).shape()));
      digest.update(bytes(weights.arrays().get(i)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ByteBuffer bytes(NDArray array) {
    return array.toByteBuffer().rewind();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
