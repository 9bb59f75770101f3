package org.monosem.harvest.cache;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.monosem.core.HookPoint;
import org.monosem.core.safetensors.ElementType;

/** The content of a manifest as JSON and back. */
final class ManifestJson {
  private ManifestJson() {}

  static JsonObject of(CacheOrigin origin) {
    JsonObject json = new JsonObject();
    json.addProperty("model", origin.model());
    json.addProperty("hook", origin.hook().name());
    json.addProperty("corpus", origin.corpus());
    json.addProperty("tokenizer", origin.tokenizer());
    json.addProperty("contextLength", origin.contextLength());
    json.addProperty("selection", origin.selection());
    return json;
  }

  static JsonObject of(CacheLayout layout) {
    JsonObject json = new JsonObject();
    json.addProperty("width", layout.width());
    json.addProperty("type", layout.type().name());
    json.addProperty("shardRows", layout.shardRows());
    json.addProperty("poolRows", layout.poolRows());
    json.addProperty("seed", layout.seed());
    return json;
  }

  static JsonObject of(Manifest manifest) {
    JsonObject json = new JsonObject();
    json.addProperty("cache", manifest.identity());
    json.addProperty("library", manifest.library());
    json.add("origin", of(manifest.origin()));
    json.add("layout", of(manifest.layout()));
    json.addProperty("complete", manifest.progress().complete());
    json.addProperty("contexts", manifest.progress().cursor().contexts());
    json.addProperty("contextFingerprint", manifest.progress().cursor().fingerprint());
    json.add("statistics", of(manifest.statistics()));
    JsonArray shards = new JsonArray();
    manifest.shards().forEach(shard -> shards.add(of(shard)));
    json.add("shards", shards);
    return json;
  }

  /** Reads what {@link #of(Manifest)} wrote; anything else is an IllegalArgumentException. */
  static Manifest manifest(JsonObject json) {
    CacheCursor cursor =
        new CacheCursor(
            field(json, "contexts").getAsLong(), field(json, "contextFingerprint").getAsLong());
    return new Manifest(
        origin(field(json, "origin").getAsJsonObject()),
        layout(field(json, "layout").getAsJsonObject()),
        field(json, "library").getAsString(),
        new Manifest.Progress(cursor, field(json, "complete").getAsBoolean()),
        shards(field(json, "shards").getAsJsonArray()),
        statistics(field(json, "statistics").getAsJsonObject()));
  }

  private static JsonObject of(ShardEntry shard) {
    JsonObject json = new JsonObject();
    json.addProperty("rows", shard.rows());
    json.addProperty("bytes", shard.bytes());
    json.addProperty("crc32c", Integer.toHexString(shard.checksum()));
    return json;
  }

  private static JsonObject of(CacheStatistics statistics) {
    JsonObject json = new JsonObject();
    json.addProperty("rows", statistics.rows());
    json.addProperty("normSum", statistics.normSum());
    json.addProperty("maxAbs", statistics.maxAbs());
    json.add("mean", array(statistics.mean()));
    json.add("squaredDeviations", array(statistics.squaredDeviations()));
    return json;
  }

  private static CacheOrigin origin(JsonObject json) {
    return new CacheOrigin(
        field(json, "model").getAsString(),
        HookPoint.of(field(json, "hook").getAsString()),
        field(json, "corpus").getAsString(),
        field(json, "tokenizer").getAsString(),
        field(json, "contextLength").getAsInt(),
        field(json, "selection").getAsString());
  }

  private static CacheLayout layout(JsonObject json) {
    return new CacheLayout(
        field(json, "width").getAsInt(),
        ElementType.valueOf(field(json, "type").getAsString()),
        field(json, "shardRows").getAsInt(),
        field(json, "poolRows").getAsInt(),
        field(json, "seed").getAsLong());
  }

  private static List<ShardEntry> shards(JsonArray json) {
    List<ShardEntry> shards = new ArrayList<>();
    for (JsonElement element : json) {
      JsonObject shard = element.getAsJsonObject();
      shards.add(
          new ShardEntry(
              field(shard, "rows").getAsInt(),
              field(shard, "bytes").getAsLong(),
              Integer.parseUnsignedInt(field(shard, "crc32c").getAsString(), 16)));
    }
    return shards;
  }

  private static CacheStatistics statistics(JsonObject json) {
    return new CacheStatistics(
        field(json, "rows").getAsLong(),
        doubles(field(json, "mean").getAsJsonArray()),
        doubles(field(json, "squaredDeviations").getAsJsonArray()),
        field(json, "normSum").getAsDouble(),
        field(json, "maxAbs").getAsDouble());
  }

  private static JsonElement field(JsonObject json, String name) {
    JsonElement value = json.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no field " + name);
    }
    return value;
  }

  private static JsonArray array(double[] values) {
    JsonArray array = new JsonArray(values.length);
    for (double value : values) {
      array.add(value);
    }
    return array;
  }

  private static double[] doubles(JsonArray array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsDouble();
    }
    return values;
  }
}
