package org.monosem.core.safetensors;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The JSON of a header, token by token: strict syntax, strict UTF-8, no duplicate names. */
final class HeaderJson {
  private static final Pattern NATURAL = Pattern.compile("0|[1-9][0-9]{0,18}");

  private final Path file;
  private final JsonReader json;

  HeaderJson(Path file, InputStream bytes) {
    this.file = file;
    InputStreamReader text =
        new InputStreamReader(
            bytes,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    json = new JsonReader(text);
    json.setStrictness(Strictness.STRICT);
  }

  /** What is done at each member of an object. */
  @FunctionalInterface
  interface Member {
    void read(String name) throws IOException;
  }

  /** What is done at each element of a list. */
  @FunctionalInterface
  interface Element {
    void read() throws IOException;
  }

  /** Reads the whole document: one object, then nothing but blanks. */
  void readDocument(Member member) {
    try {
      readObject("header", member);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw broken("header must be one JSON object", json.peek());
      }
    } catch (CharacterCodingException e) {
      throw broken("header must be UTF-8", "other bytes after " + json.getPath());
    } catch (EOFException e) {
      throw broken("header must be complete JSON", "its end at " + json.getPath());
    } catch (MalformedJsonException e) {
      throw broken("header must be strict JSON", firstLine(e));
    } catch (IOException e) {
      throw new SafetensorsException(file, e);
    }
  }

  /** Reads an object, member by member. */
  void readObject(String what, Member member) throws IOException {
    expect(what, "an object", JsonToken.BEGIN_OBJECT);
    Set<String> seen = new HashSet<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = checked(json.nextName());
      if (!seen.add(name)) {
        throw broken(what + " must hold each name once", "\"" + name + "\" again");
      }
      member.read(name);
    }
    json.endObject();
  }

  /** Reads a list, element by element. */
  void readList(String what, Element element) throws IOException {
    expect(what, "a list", JsonToken.BEGIN_ARRAY);
    json.beginArray();
    while (json.hasNext()) {
      element.read();
    }
    json.endArray();
  }

  /** Reads a string. */
  String readString(String what) throws IOException {
    expect(what, "a string", JsonToken.STRING);
    return checked(json.nextString());
  }

  /** Reads an integer from 0 to 2^63-1, written without sign, fraction, exponent, leading zero. */
  long readNatural(String what) throws IOException {
    expect(what, "a number", JsonToken.NUMBER);
    String literal = json.nextString();
    if (NATURAL.matcher(literal).matches()) {
      try {
        return Long.parseLong(literal);
      } catch (NumberFormatException e) {
        // 19 digits, above 2^63-1: refused below with the others
      }
    }
    throw broken(what + " must be an integer from 0 to 2^63-1", literal);
  }

  /** Returns the refusal of this file by a rule. */
  SafetensorsException broken(String rule, Object value) {
    return new SafetensorsException(file, rule, value);
  }

  private void expect(String what, String kind, JsonToken token) throws IOException {
    JsonToken found = json.peek();
    if (found != token) {
      throw broken(what + " must be " + kind, found);
    }
  }

  /** A half of a surrogate pair has no UTF-8, so no writer could have meant it. */
  private String checked(String text) {
    if (!isWhole(text)) {
      throw broken(
          "header must hold whole characters", "half a surrogate pair in \"" + text + "\"");
    }
    return text;
  }

  /** Returns whether a text has a UTF-8 form: it holds no half of a surrogate pair. */
  static boolean isWhole(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
