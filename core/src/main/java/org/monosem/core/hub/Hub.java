package org.monosem.core.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.monosem.core.json.JsonObject;
import org.monosem.core.json.StrictJson;

/**
 * The Hugging Face hub, or what speaks like it: lists what a repository holds, and downloads it,
 * checked and resumable.
 *
 * <p>Asked are {@code /api/models/{id}/tree/{revision}?recursive=true} and {@code
 * /{id}/resolve/{revision}/{path}}. Answers that may pass (cut connections, 429, 5xx) are asked for
 * again, six times in all, waiting twice as long each time. The token goes to the hub alone, not to
 * the hosts that it redirects to. Safe for use by several threads.
 */
public final class Hub {
  /** The public hub. */
  public static final URI PUBLIC = URI.create("https://huggingface.co");

  private static final int MOST_LISTING_BYTES = 1 << 26;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");

  private final URI endpoint;
  private final HubHttp http;
  private final Backoff backoff;

  /**
   * Makes a door to a hub.
   *
   * @param endpoint where it is, for example {@link #PUBLIC}
   * @param token who asks, or null
   * @throws IllegalArgumentException if the endpoint is no address of http or https
   */
  public Hub(URI endpoint, @Nullable String token) {
    this(endpoint, token, Backoff.doubling());
  }

  Hub(URI endpoint, @Nullable String token, Backoff backoff) {
    String scheme = String.valueOf(endpoint.getScheme());
    if (!scheme.matches("https?") || endpoint.getAuthority() == null) {
      throw new IllegalArgumentException(
          "hub: expected an address such as " + PUBLIC + ", got " + endpoint);
    }
    this.endpoint = URI.create(endpoint.toString().replaceAll("/+$", ""));
    this.http = new HubHttp(this.endpoint, token);
    this.backoff = backoff;
  }

  /**
   * Returns the files of a repository, by path.
   *
   * @throws HubException if it is not there, may not be read, or cannot be reached
   * @throws org.monosem.core.json.MalformedJsonException if the answer is no list of files
   */
  public List<HubFile> files(HubRepository repository) {
    List<HubFile> files = new ArrayList<>();
    String tree = "/api/models/" + repository.id() + "/tree/";
    URI page = at(tree + encoded(repository.revision(), false) + "?recursive=true");
    Optional<URI> next = Optional.of(page);
    while (next.isPresent()) {
      next = readPage(next.get(), files);
    }
    return files;
  }

  private Optional<URI> readPage(URI page, List<HubFile> files) {
    return persistently(
        page.toString(),
        () -> {
          HttpResponse<InputStream> response = http.get(page, 0);
          String text;
          try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_LISTING_BYTES);
            text = new String(bytes, StandardCharsets.UTF_8);
          }
          files.addAll(listed(text, page.toString()));
          return nextPage(page, response.headers().allValues("link"));
        });
  }

  /** Entries beside files are folders. */
  private static List<HubFile> listed(String text, String where) {
    Object list = StrictJson.parseObject("{\"files\": " + text + "}", where).get("files");
    List<HubFile> files = new ArrayList<>();
    for (Object entry : list instanceof List<?> entries ? entries : Arrays.asList(list)) {
      JsonObject json = object(entry, where);
      if (json.text("type").equals("file")) {
        files.add(file(json));
      }
    }
    return files;
  }

  @SuppressWarnings("unchecked")
  private static JsonObject object(@Nullable Object entry, String where) {
    if (entry instanceof Map<?, ?> map) {
      return new JsonObject(where, (Map<String, Object>) map);
    }
    throw new HubException(where + ": expected a list of files, got " + entry);
  }

  private static HubFile file(JsonObject json) {
    Checksum checksum =
        json.has("lfs")
            ? new Checksum(Checksum.Kind.SHA256, json.object("lfs").text("oid"))
            : new Checksum(Checksum.Kind.GIT_BLOB, json.text("oid"));
    return new HubFile(json.text("path"), json.integer("size"), checksum);
  }

  private Optional<URI> nextPage(URI page, List<String> links) {
    for (String link : links) {
      Matcher next = NEXT.matcher(link);
      if (next.find()) {
        URI uri = page.resolve(next.group(1));
        if (!String.valueOf(uri.getAuthority()).equals(endpoint.getAuthority())) {
          throw new HubException(page + ": expected the next page of the list there, got " + uri);
        }
        return Optional.of(uri);
      }
    }
    return Optional.empty();
  }

  /**
   * Downloads a file into a folder, at its path in the repository. A file that is there already and
   * adds up is left as it is; what an earlier download left half-way goes on from there. It gets
   * its name only when it is whole and adds up.
   *
   * @return where it is
   * @throws HubException if it cannot be had, or is not what was announced
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public Path download(HubRepository repository, HubFile file, Path folder, HubListener listener) {
    URI uri =
        at(
            "/"
                + repository.id()
                + "/resolve/"
                + encoded(repository.revision(), false)
                + "/"
                + encoded(file.path(), true));
    HubDownload download = new HubDownload(http, uri, file, file.in(folder), listener);
    if (!download.isDone()) {
      persistently(uri.toString(), download::fetch);
      download.finish();
    }
    return file.in(folder);
  }

  /** Something that may fail and go better another time. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws IOException;
  }

  private <T> T persistently(String what, Attempt<T> attempt) {
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (IOException e) {
        if (number == Backoff.ATTEMPTS) {
          throw new HubException(
              what + ": failed " + number + " times, the last with " + e.getMessage(), e);
        }
        backoff.before(number);
      }
    }
  }

  private URI at(String path) {
    return URI.create(endpoint + path);
  }

  /** A revision is one part of a path, with its slashes; a path has parts. */
  private static String encoded(String text, boolean parts) {
    String[] pieces = parts ? text.split("/", -1) : new String[] {text};
    return Arrays.stream(pieces)
        .map(piece -> URLEncoder.encode(piece, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
