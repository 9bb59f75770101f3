package org.monosem.harvest.cache;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.zip.CRC32C;
import org.monosem.core.file.AtomicFile;

/**
 * The manifest's file: format, version and a CRC-32C, one a line, then the content with one field a
 * line. The checksum is over every byte that follows its own line, so even a blank counts.
 */
final class ManifestFile {
  static final String NAME = "manifest.json";
  private static final String FORMAT = "monosem-activation-cache";
  private static final int VERSION = 1;
  private static final long LARGEST = 1L << 30;

  private ManifestFile() {}

  static void write(Path folder, Manifest manifest) {
    JsonObject content = ManifestJson.of(manifest);
    StringBuilder text = new StringBuilder("\"content\": {");
    Iterator<Map.Entry<String, JsonElement>> fields = content.entrySet().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonElement> field = fields.next();
      text.append("\n  \"").append(field.getKey()).append("\": ").append(field.getValue());
      text.append(fields.hasNext() ? "," : "");
    }
    text.append("\n}}\n");
    AtomicFile.writeString(folder.resolve(NAME), head(text.toString()) + text);
  }

  /**
   * Reads and checks a manifest.
   *
   * @throws CacheException if it is missing, damaged, of another version, or contradicts itself
   */
  static Manifest read(Path folder) {
    Path file = folder.resolve(NAME);
    String text = text(file);
    JsonObject json = parse(file, text);
    if (!json.has("format") || !json.get("format").equals(new JsonPrimitive(FORMAT))) {
      throw new CacheException(file, "not the manifest of an activation cache");
    }
    JsonElement version = json.get("version");
    if (version == null || !version.toString().equals(String.valueOf(VERSION))) {
      throw new CacheException(
          file, "version " + version + " of the format, this library reads version " + VERSION);
    }
    int contentBegin = head("").length();
    if (text.length() < contentBegin
        || !text.startsWith(head(text.substring(contentBegin)))
        || !(json.get("content") instanceof JsonObject content)) {
      throw new CacheException(file, "damaged: its CRC-32C does not fit its content");
    }
    return check(file, content(file, content));
  }

  private static Manifest content(Path file, JsonObject content) {
    try {
      return ManifestJson.manifest(content);
    } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
      throw new CacheException(file, "wrong content: " + e.getMessage());
    }
  }

  private static Manifest check(Path file, Manifest manifest) {
    long rows = 0;
    for (int index = 0; index < manifest.shards().size(); index++) {
      ShardEntry shard = manifest.shards().get(index);
      if (shard.rows() < 1
          || shard.rows() > manifest.layout().shardRows()
          || shard.bytes() != manifest.shardLayout(index).fileBytes()) {
        throw new CacheException(file, "wrong size of shard " + index + ": " + shard);
      }
      rows += shard.rows();
    }
    CacheStatistics statistics = manifest.statistics();
    if (statistics.rows() != rows
        || statistics.mean().length != manifest.layout().width()
        || statistics.squaredDeviations().length != manifest.layout().width()) {
      throw new CacheException(
          file, "the shards hold " + rows + " rows, the statistics are of " + statistics.rows());
    }
    return manifest;
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new CacheException(file, "longer than " + LARGEST + " bytes");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CacheException(file, "no such file: not an activation cache, or never begun", e);
    } catch (IOException e) {
      throw new CacheException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static JsonObject parse(Path file, String text) {
    try {
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new CacheException(file, "damaged: not a JSON object");
    }
  }

  /** Returns what stands before a content of the given text. */
  private static String head(String content) {
    CRC32C crc = new CRC32C();
    crc.update(content.getBytes(StandardCharsets.UTF_8));
    return "{\n\"format\": \"%s\",\n\"version\": %d,\n\"crc32c\": \"%08x\",\n"
        .formatted(FORMAT, VERSION, crc.getValue());
  }
}
