package org.monosem.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;

/**
 * A file or folder that may hold a dictionary, and what its path says about it.
 *
 * @param path the path, as it was given
 */
record DictionaryPlace(Path path) {
  /** Names of a path that are worth keeping: a repository, a layer, a width, a file. */
  private static final int KEPT_NAMES = 5;

  /** A repository in the cache of the hub's own library. */
  private static final Pattern CACHED =
      Pattern.compile("(?:^|/)models--([^/]+?)--([^/]+)/snapshots/([^/]+)(?:/|$)");

  boolean isFile() {
    return Files.isRegularFile(path);
  }

  boolean isFile(String suffix) {
    return isFile() && path.toString().endsWith(suffix);
  }

  /** Returns the folder itself, or the one that the file is in. */
  Path folder() {
    Path parent = path.toAbsolutePath().getParent();
    return isFile() && parent != null ? parent : path;
  }

  /** Returns whether this is a folder that holds all these files. */
  boolean holds(String... names) {
    for (String name : names) {
      if (!Files.isRegularFile(path.resolve(name))) {
        return false;
      }
    }
    return Files.isDirectory(path);
  }

  /** Returns the file itself, or a file of this name in the folder. */
  Path file(String name) {
    return isFile() ? path : path.resolve(name);
  }

  static JsonObject json(Path file) {
    return new JsonObject(file.toString(), StrictJson.readObject(file));
  }

  /** Returns the whole path with slashes, whatever the system writes. */
  String text() {
    Path whole = path.toAbsolutePath().normalize();
    return StreamSupport.stream(whole.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  /** Looks for something in the path; the last place counts, being the most special. */
  Map<String, String> find(Pattern pattern, String... groups) {
    Map<String, String> found = new LinkedHashMap<>();
    Matcher matcher = pattern.matcher(text());
    while (matcher.find()) {
      found.clear();
      for (String group : groups) {
        found.put(group, matcher.group(group));
      }
    }
    return found;
  }

  /** Returns the metadata that say where a dictionary came from. */
  Map<String, Object> origin(DictionaryFormat format) {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("source_format", format.text());
    String text = text();
    Matcher cached = CACHED.matcher(text);
    if (cached.find()) {
      origin.put("source_repository", cached.group(1) + "/" + cached.group(2));
      origin.put("source_revision", cached.group(3));
    }
    String[] names = text.split("/", -1);
    int first = Math.max(0, names.length - KEPT_NAMES);
    origin.put("source_path", String.join("/", List.of(names).subList(first, names.length)));
    return origin;
  }
}
