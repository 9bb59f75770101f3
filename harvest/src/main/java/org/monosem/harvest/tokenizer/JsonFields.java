package org.monosem.harvest.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read strictly; messages say where the object stands.
 *
 * @param json the object
 * @param path where it stands, such as {@code pre_tokenizer.}, empty for the whole file
 */
record JsonFields(JsonObject json, String path) {

  static JsonFields of(JsonElement element, String path) {
    if (!element.isJsonObject()) {
      throw new RuleBrokenException(
          (path.isEmpty() ? "file" : path) + ": expected an object, got " + shown(element));
    }
    return new JsonFields(element.getAsJsonObject(), path.isEmpty() ? "" : path + ".");
  }

  /** Returns a field's value, or null if it is absent or null. */
  @Nullable JsonElement get(String name) {
    JsonElement value = json.get(name);
    return value == null || value.isJsonNull() ? null : value;
  }

  JsonElement require(String name) {
    JsonElement value = get(name);
    if (value == null) {
      throw new RuleBrokenException(path + name + ": expected a value, got none");
    }
    return value;
  }

  @Nullable JsonFields object(String name) {
    JsonElement value = get(name);
    return value == null ? null : of(value, path + name);
  }

  JsonArray array(String name) {
    return array(require(name), path + name);
  }

  /** Returns the objects of an array field, none if it is absent. */
  List<JsonFields> objects(String name) {
    List<JsonFields> objects = new ArrayList<>();
    if (get(name) != null) {
      int index = 0;
      for (JsonElement element : array(name)) {
        objects.add(of(element, path + name + "[" + index++ + "]"));
      }
    }
    return objects;
  }

  String string(String name) {
    return string(require(name), path + name);
  }

  int integer(String name) {
    return integer(require(name), path + name);
  }

  static JsonArray array(JsonElement value, String path) {
    if (!value.isJsonArray()) {
      throw new RuleBrokenException(path + ": expected an array, got " + shown(value));
    }
    return value.getAsJsonArray();
  }

  static String string(JsonElement value, String path) {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw new RuleBrokenException(path + ": expected a string, got " + shown(value));
    }
    return value.getAsString();
  }

  /** Returns a whole number that fits 32 bits, written without exponent tricks. */
  static int integer(JsonElement value, String path) {
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      String text = value.getAsString();
      if (text.length() < 12) {
        try {
          return new BigDecimal(text).intValueExact();
        } catch (ArithmeticException e) {
          throw notInteger(value, path);
        }
      }
    }
    throw notInteger(value, path);
  }

  private static RuleBrokenException notInteger(JsonElement value, String path) {
    return new RuleBrokenException(path + ": expected a 32-bit integer, got " + shown(value));
  }

  static String shown(JsonElement value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
