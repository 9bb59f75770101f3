package org.monosem.core.safetensors;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes the first two parts of a file: the header's length and the header. */
final class HeaderWriter {
  /** The data begin at a multiple of this, so that maps of the file are aligned. */
  private static final int ALIGNMENT = 8;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private HeaderWriter() {}

  /**
   * Returns length and header, padded with blanks.
   *
   * @throws IllegalArgumentException if the header is longer than the format allows
   */
  static byte[] bytes(Map<String, String> metadata, List<TensorInfo> tensors) {
    JsonObject header = new JsonObject();
    if (!metadata.isEmpty()) {
      JsonObject texts = new JsonObject();
      metadata.forEach(texts::addProperty);
      header.add(HeaderParser.METADATA, texts);
    }
    tensors.forEach(info -> header.add(info.name(), entry(info)));
    byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (padded > HeaderRules.MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "header must be at most " + HeaderRules.MAX_HEADER_BYTES + " bytes, got " + padded);
    }
    byte[] bytes = new byte[Long.BYTES + padded];
    Arrays.fill(bytes, (byte) ' ');
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
    return bytes;
  }

  private static JsonObject entry(TensorInfo info) {
    JsonArray shape = new JsonArray();
    info.shape().forEach(shape::add);
    JsonArray offsets = new JsonArray();
    offsets.add(info.begin());
    offsets.add(info.end());
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", info.type().name());
    entry.add("shape", shape);
    entry.add("data_offsets", offsets);
    return entry;
  }
}
