package org.monosem.harvest.corpus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads JSON Lines strictly; every complaint names the line. */
final class JsonLinesReader implements DocumentReader {
  private static final int LONGEST_LINE = 64 << 20;

  private final InputStream input;
  private final String name;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long lineNumber;

  JsonLinesReader(InputStream input, String name) {
    this.input = input;
    this.name = name;
  }

  @Override
  public @Nullable Document read() {
    while (readLine()) {
      String text = decode();
      if (!text.isBlank()) {
        return document(parse(text));
      }
    }
    return null;
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      throw CorpusException.unreadable(name, e);
    }
  }

  private boolean readLine() {
    line.reset();
    lineNumber++;
    try {
      int next = input.read();
      if (next < 0) {
        return false;
      }
      while (next >= 0 && next != '\n') {
        if (line.size() == LONGEST_LINE) {
          throw broken("expected at most " + LONGEST_LINE + " bytes, got more");
        }
        line.write(next);
        next = input.read();
      }
      return true;
    } catch (IOException e) {
      throw CorpusException.unreadable(name, e);
    }
  }

  private String decode() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw broken("expected UTF-8, got other bytes");
    }
  }

  private JsonObject parse(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement parsed = JsonParser.parseReader(reader);
      if (!parsed.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
        throw broken("expected one JSON object");
      }
      return parsed.getAsJsonObject();
    } catch (JsonParseException | IOException | NumberFormatException e) {
      throw broken("expected JSON, got something else");
    }
  }

  private Document document(JsonObject object) {
    String text = string(object, "text");
    if (text == null) {
      throw broken("expected a field \"text\", got " + object.keySet());
    }
    String domain = string(object, "domain");
    String source = string(object, "source");
    return new Document(
        text,
        domain == null ? Domains.TEXT : domain,
        source == null ? name + ":" + lineNumber : source);
  }

  private @Nullable String string(JsonObject object, String field) {
    JsonElement value = object.get(field);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw broken("expected a string as \"" + field + "\", got something else");
    }
    return value.getAsString();
  }

  private CorpusException broken(String rule) {
    return new CorpusException("corpus " + name + ", line " + lineNumber + ": " + rule);
  }
}
