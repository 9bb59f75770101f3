package org.monosem.core.json;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON without leniency and writes it in one form.
 *
 * <p>Values are {@code LinkedHashMap<String, Object>} (file order), {@code ArrayList<Object>},
 * String, Long (digits only), Double (any other number), Boolean and null. Refused, each with a
 * message that names the file: malformed UTF-8, a byte-order mark, equal keys in one object,
 * nesting over {@value #MAX_DEPTH}, integers beyond 64 bits, anything after the value, and every
 * deviation from RFC 8259.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 32;
  private static final long MAX_BYTES = 256L << 20;
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Gson WRITER =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .setFormattingStyle(FormattingStyle.PRETTY.withNewline("\n"))
          .disableHtmlEscaping()
          .serializeNulls()
          .create();
  private static final Gson LINE_WRITER =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .disableHtmlEscaping()
          .serializeNulls()
          .create();

  private StrictJson() {}

  /**
   * Reads a file that holds one JSON object.
   *
   * @throws UncheckedIOException if the file cannot be read
   * @throws MalformedJsonException if it holds anything else
   */
  public static Map<String, Object> readObject(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new MalformedJsonException(
            file.toString(), "expected at most " + MAX_BYTES + " bytes of JSON, got " + size);
      }
      return parseObject(decode(Files.readAllBytes(file), file.toString()), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Parses a text that holds one JSON object.
   *
   * @param where what the text is, for messages
   * @throws MalformedJsonException if it holds anything else
   */
  public static Map<String, Object> parseObject(String text, String where) {
    if (text.startsWith("\uFEFF")) {
      throw new MalformedJsonException(where, "starts with a byte-order mark");
    }
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_DEPTH);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new MalformedJsonException(where, "expected a JSON object, got " + reader.peek());
      }
      Map<String, Object> object = object(reader, where);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException(where, "text follows the JSON object");
      }
      return object;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new MalformedJsonException(where, "not strict JSON: " + firstLine(e));
    }
  }

  /** Returns a value as indented JSON with a line end; NaN and infinities are refused. */
  public static String write(Map<String, ?> value) {
    return WRITER.toJson(value) + "\n";
  }

  /** Returns a value as JSON on one line, without a line end; NaN and infinities are refused. */
  public static String writeLine(Map<String, ?> value) {
    return LINE_WRITER.toJson(value);
  }

  private static String decode(byte[] bytes, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException(where, "not UTF-8");
    }
  }

  private static Map<String, Object> object(JsonReader reader, String where) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (object.containsKey(key)) {
        throw new MalformedJsonException(where, "the key \"" + key + "\" stands twice");
      }
      putNullable(object, key, value(reader, where));
    }
    reader.endObject();
    return object;
  }

  @SuppressWarnings("NullAway") // JSON null is a legal value; JsonObject.has tells
  private static void putNullable(Map<String, Object> object, String key, @Nullable Object value) {
    object.put(key, value);
  }

  private static @Nullable Object value(JsonReader reader, String where) throws IOException {
    JsonToken next = reader.peek();
    return switch (next) {
      case BEGIN_OBJECT -> object(reader, where);
      case BEGIN_ARRAY -> array(reader, where);
      case STRING -> reader.nextString();
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      default -> throw new MalformedJsonException(where, "unexpected " + next);
    };
  }

  private static List<@Nullable Object> array(JsonReader reader, String where) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(value(reader, where));
    }
    reader.endArray();
    return array;
  }

  private static Object number(String digits) {
    if (INTEGER.matcher(digits).matches()) {
      return Long.parseLong(digits);
    }
    return Double.parseDouble(digits);
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
