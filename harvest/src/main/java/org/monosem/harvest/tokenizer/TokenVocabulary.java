package org.monosem.harvest.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tokens of a tokenizer by id, and how one is shown. */
final class TokenVocabulary {
  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();
  private final BitSet added;
  private final boolean byteLevel;

  /**
   * @param added ids whose tokens are plain text even in a byte-level vocabulary
   * @param byteLevel whether the other tokens are written in the byte alphabet
   */
  TokenVocabulary(List<String> tokens, BitSet added, boolean byteLevel) {
    this.tokens = tokens;
    this.added = added;
    this.byteLevel = byteLevel;
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
  }

  int size() {
    return tokens.size();
  }

  /** Returns the id of a token, or -1. */
  int id(String token) {
    return ids.getOrDefault(token, -1);
  }

  String token(int id) {
    return tokens.get(checkId(id));
  }

  int checkId(int id) {
    if (id < 0 || id >= tokens.size()) {
      throw new IllegalArgumentException(
          "token id: expected 0 to " + (tokens.size() - 1) + ", got " + id);
    }
    return id;
  }

  String display(int id) {
    String token = token(id);
    return byteLevel && !added.get(id) ? display(ByteAlphabet.bytes(token)) : token;
  }

  private static String display(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      StringBuilder hex = new StringBuilder();
      for (byte b : bytes) {
        hex.append(String.format(Locale.ROOT, "\\x%02X", b & 0xFF));
      }
      return hex.toString();
    }
  }
}
