package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a hub on this machine. */
class DownloadCommandTest {
  @TempDir Path folder;

  private static final String TREE = "/api/models/org/saes/tree/main";
  private static final String FILES = "/org/saes/resolve/main/";
  private static final List<String> PATHS =
      List.of("README.md", "l3/cfg.json", "l3/w.safetensors", "l4/cfg.json");

  private HttpServer hub;

  @BeforeEach
  void start() throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext("/", DownloadCommandTest::answer);
    hub.start();
  }

  @AfterEach
  void stop() {
    hub.stop(0);
  }

  /** Every file holds its own path. */
  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String file = path.replace(FILES, "");
      if (!path.equals(TREE) && !PATHS.contains(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = (path.equals(TREE) ? listing() : file).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String listing() {
    return PATHS.stream()
        .map(
            path ->
                "{\"type\":\"file\",\"oid\":\"%s\",\"size\":%d,\"path\":\"%s\"}"
                    .formatted(gitName(path), path.length(), path))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String gitName(String content) {
    try {
      byte[] blob = ("blob " + content.length() + "\0" + content).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(blob));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private CommandRun download(Object... more) {
    Object[] words = new Object[more.length + 7];
    words[0] = "download";
    words[1] = "org/saes";
    words[2] = "--endpoint";
    words[3] = "http://localhost:" + hub.getAddress().getPort();
    words[4] = "--out";
    words[5] = folder;
    words[6] = "--json";
    System.arraycopy(more, 0, words, 7, more.length);
    return CommandRun.of(words);
  }

  @Test
  void downloadsAll() {
    assertThat(download().json()).containsEntry("files", 4L).containsEntry("bytes", 47L);
    assertThat(folder.resolve("README.md")).hasContent("README.md");
    assertThat(folder.resolve("l3/w.safetensors")).hasContent("l3/w.safetensors");
  }

  @Test
  void downloadsWhatMatches() {
    assertThat(download("--include", "l3/", "--include", "*.md").json()).containsEntry("files", 3L);
    assertThat(folder.resolve("l3/cfg.json")).exists();
    assertThat(folder.resolve("l4")).doesNotExist();
    assertThat(download("--include", "none*").complaint())
        .contains("no file of it matches [none*]");
  }

  @Test
  void listsWithoutDownloading() {
    String address = "http://localhost:" + hub.getAddress().getPort();
    CommandRun run =
        CommandRun.of(
            "download",
            "org/saes",
            "--endpoint",
            address,
            "--list",
            "--include",
            "l?/cfg.json",
            "--json");
    assertThat(run.json()).containsEntry("paths", List.of("l3/cfg.json", "l4/cfg.json"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void wrongNamesAndMissingRepositoriesAreSaid() {
    assertThat(download("--revision", "other").complaint()).contains("answered 404");
    assertThat(download("--list").complaint()).contains("--out has no effect with --list");
    assertThat(CommandRun.of("download", "org/saes").complaint())
        .contains("--out or --list is needed");
    assertThat(CommandRun.of("download", "name", "--out", folder).complaint())
        .contains("repository: expected organisation/name, got name");
  }
}
