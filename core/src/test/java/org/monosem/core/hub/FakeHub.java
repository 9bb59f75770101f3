package org.monosem.core.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A hub on this machine, which answers as the real one does and fails as it is told to. */
public final class FakeHub implements AutoCloseable {
  /** The one repository there is. */
  public static final String REPOSITORY = "org/saes";

  private final HttpServer server;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Deque<Trouble> troubles = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private String listing = "";

  /** What happens to one request for a file. */
  interface Trouble {
    void answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  /** Starts a hub without files. */
  public FakeHub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns its address. */
  public URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Adds a file; the large ones are those whose names end in safetensors or npz. */
  public FakeHub with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** Answers the next request for a file in another way. */
  FakeHub then(Trouble trouble) {
    troubles.add(trouble);
    return this;
  }

  /** Answers with another list of files than the true one. */
  FakeHub listing(String json) {
    listing = json;
    return this;
  }

  /** Returns what was asked for: path, range and token. */
  List<String> requests() {
    return requests;
  }

  /** Sends so many bytes of an answer that promises all, and hangs up. */
  static Trouble cutAfter(int bytes) {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, bytes);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  static Trouble status(int status) {
    return (exchange, content) -> exchange.sendResponseHeaders(status, -1);
  }

  static Trouble redirect(String location) {
    return (exchange, content) -> {
      exchange.getResponseHeaders().add("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  static Trouble whole(byte[] other) {
    return (exchange, content) -> send(exchange, 200, other, 0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      String range = exchange.getRequestHeaders().getFirst("Range");
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      requests.add(uri + (range == null ? "" : " " + range) + (token == null ? "" : " " + token));
      if (uri.getPath().startsWith("/api/models/" + REPOSITORY + "/tree/main")) {
        list(exchange);
      } else {
        file(exchange, uri.getPath(), range);
      }
    }
  }

  private void file(HttpExchange exchange, String path, String range) throws IOException {
    String prefix = "/" + REPOSITORY + "/resolve/main/";
    byte[] content = files.get(path.replace(prefix, "").replace("/cdn/", ""));
    Trouble trouble = troubles.poll();
    if (trouble != null) {
      trouble.answer(exchange, content == null ? new byte[0] : content);
    } else if (content == null) {
      exchange.sendResponseHeaders(404, -1);
    } else if (range == null) {
      send(exchange, 200, content, 0);
    } else {
      int from = Integer.parseInt(range.replaceAll("\\D", ""));
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
      send(exchange, 206, content, from);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] content, int from)
      throws IOException {
    int length = content.length - from;
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    if (length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(content, from, length);
      }
    }
  }

  /** One file a page, to have pages. */
  private void list(HttpExchange exchange) throws IOException {
    List<String> paths = new ArrayList<>(files.keySet());
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    int page = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
    if (page + 1 < paths.size()) {
      exchange
          .getResponseHeaders()
          .add(
              "Link",
              "<%s%s?recursive=true&cursor=%d>; rel=\"next\""
                  .formatted(address(), exchange.getRequestURI().getPath(), page + 1));
    }
    String json = paths.isEmpty() ? "[]" : "[" + FOLDER + entry(paths.get(page)) + "]";
    byte[] bytes = (listing.isEmpty() ? json : listing).getBytes(StandardCharsets.UTF_8);
    send(exchange, 200, bytes, 0);
  }

  private static final String FOLDER =
      "{\"type\":\"directory\",\"oid\":\"00\",\"size\":0,\"path\":\"a\"},";

  private String entry(String path) {
    byte[] content = files.get(path);
    String plain =
        "\"type\":\"file\",\"oid\":\"%s\",\"size\":%d,\"path\":\"%s\""
            .formatted(gitName(content), content.length, path);
    boolean large = path.endsWith(".safetensors") || path.endsWith(".npz");
    String lfs =
        ",\"lfs\":{\"oid\":\"%s\",\"size\":%d,\"pointerSize\":135}"
            .formatted(digest("SHA-256", content), content.length);
    return "{" + plain + (large ? lfs : "") + "}";
  }

  static String gitName(byte[] content) {
    byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    return digest("SHA-1", header, content);
  }

  static String digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
