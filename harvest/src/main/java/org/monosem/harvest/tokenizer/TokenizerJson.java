package org.monosem.harvest.tokenizer;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A {@code tokenizer.json} that has been checked before native code sees it.
 *
 * @param vocabulary its tokens
 * @param nativeJson its text without truncation, padding and post-processor: these three only cut,
 *     fill or add ids, and some of their values end the process
 */
record TokenizerJson(TokenVocabulary vocabulary, String nativeJson) {
  private static final long LARGEST = 64L << 20;
  private static final Gson WRITER =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  static TokenizerJson parse(byte[] json, String name, TokenizerOptions options) {
    checkSize(json.length, name);
    try {
      JsonFields root = JsonFields.of(strictObject(decode(json)), "");
      new ComponentRules(options.trustedPatterns()).check(root);
      TokenVocabulary vocabulary = new VocabularyRules(root).vocabulary();
      for (String dropped : new String[] {"truncation", "padding", "post_processor"}) {
        root.json().add(dropped, JsonNull.INSTANCE);
      }
      return new TokenizerJson(vocabulary, WRITER.toJson(root.json()));
    } catch (RuleBrokenException e) {
      throw new TokenizerException("tokenizer " + name + ": " + e.getMessage(), e);
    }
  }

  static void checkSize(long bytes, String name) {
    if (bytes > LARGEST) {
      throw new TokenizerException(
          "tokenizer " + name + ": expected at most " + LARGEST + " bytes, got " + bytes);
    }
  }

  private static String decode(byte[] json) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new RuleBrokenException("expected UTF-8, got other bytes");
    }
  }

  private static JsonObject strictObject(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement root = JsonParser.parseReader(reader);
      if (!root.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
        throw new RuleBrokenException("expected one JSON object");
      }
      return root.getAsJsonObject();
    } catch (JsonParseException | IOException | NumberFormatException e) {
      throw new RuleBrokenException("expected JSON, got something else" + place(e));
    }
  }

  /** Keeps where the parser stopped, and drops its advice to Java programmers. */
  private static String place(Exception e) {
    String message = String.valueOf(e.getMessage());
    int begin = message.indexOf(" at line ");
    int end = message.indexOf('\n');
    return begin < 0 ? "" : message.substring(begin, end < begin ? message.length() : end);
  }
}
