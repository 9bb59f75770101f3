package org.monosem.harvest.cache;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
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
 * The manifest's file: format, version, a CRC-32C of the compact content, and the content with one
 * field a line.
 */
final class ManifestFile {
  static final String NAME = "manifest.json";
  private static final String FORMAT = "monosem-activation-cache";
  private static final int VERSION = 1;
  private static final long LARGEST = 1L << 30;

  private ManifestFile() {}

  static void write(Path folder, Manifest manifest) {
    JsonObject content = ManifestJson.of(manifest);
    StringBuilder text = new StringBuilder();
    text.append("{\n\"format\": \"" + FORMAT + "\",\n\"version\": " + VERSION + ",\n");
    text.append("\"crc32c\": \"").append(checksum(content)).append("\",\n\"content\": {");
    Iterator<Map.Entry<String, JsonElement>> fields = content.entrySet().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonElement> field = fields.next();
      text.append("\n  \"").append(field.getKey()).append("\": ").append(field.getValue());
      text.append(fields.hasNext() ? "," : "");
    }
    AtomicFile.writeString(folder.resolve(NAME), text.append("\n}}\n").toString());
  }

  /**
   * Reads and checks a manifest.
   *
   * @throws CacheException if it is missing, damaged, of another version, or contradicts itself
   */
  static Manifest read(Path folder) {
    Path file = folder.resolve(NAME);
    JsonObject json = parse(file, text(file));
    if (!json.has("format") || !json.get("format").equals(JsonParser.parseString(FORMAT))) {
      throw new CacheException(file, "not the manifest of an activation cache");
    }
    JsonElement version = json.get("version");
    if (version == null || !version.toString().equals(String.valueOf(VERSION))) {
      throw new CacheException(
          file, "version " + version + " of the format, this library reads version " + VERSION);
    }
    return check(file, content(file, json));
  }

  private static Manifest content(Path file, JsonObject json) {
    if (!(json.get("content") instanceof JsonObject content)
        || json.get("crc32c") == null
        || !json.get("crc32c").getAsString().equals(checksum(content))) {
      throw new CacheException(file, "damaged: its CRC-32C does not fit its content");
    }
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

  private static String checksum(JsonObject content) {
    CRC32C crc = new CRC32C();
    crc.update(content.toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
