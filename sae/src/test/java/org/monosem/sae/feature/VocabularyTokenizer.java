package org.monosem.sae.feature;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.monosem.core.Tokenizer;

/** A word-level tokenizer that grows its vocabulary, with byte tokens among the words. */
public final class VocabularyTokenizer implements Tokenizer {
  private static final Pattern WORD =
      Pattern.compile(" ?\\p{L}{1,7}| ?\\d{1,3}|\\s| ?[^\\s\\p{L}\\d]");

  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final List<byte[]> bytes = new ArrayList<>();

  /** Adds a token of these bytes, which need not be whole characters. */
  public int add(byte... token) {
    bytes.add(token.clone());
    return bytes.size() - 1;
  }

  /** Returns the id of a token, which is added if new. */
  public int id(String token) {
    return ids.computeIfAbsent(token, t -> add(t.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public int vocabularySize() {
    return bytes.size();
  }

  @Override
  public int endOfTextId() {
    return id("<|endoftext|>");
  }

  @Override
  public int[] encode(String text) {
    List<Integer> found = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      found.add(id(matcher.group()));
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String decode(int... tokens) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int token : tokens) {
      all.writeBytes(bytes.get(token));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String display(int id) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.get(id))).toString();
    } catch (CharacterCodingException e) {
      StringBuilder shown = new StringBuilder();
      for (byte b : bytes.get(id)) {
        shown.append("\\x%02X".formatted(b & 0xFF));
      }
      return shown.toString();
    }
  }
}
