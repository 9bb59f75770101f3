package org.monosem.core.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.json.MalformedJsonException;

/** Against a hub on this machine: nothing here leaves it. */
class HubTest {
  private static final HubRepository SAES = new HubRepository(FakeHub.REPOSITORY, "main");
  private static final String WEIGHTS = "layer 3/sae_weights.safetensors";

  @TempDir Path folder;

  private final FakeHub fake = new FakeHub();
  private final List<Integer> waits = new ArrayList<>();

  @AfterEach
  void stop() {
    fake.close();
  }

  private Hub hub(@Nullable String token) {
    return new Hub(fake.address(), token, waits::add);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private Path download(String path) {
    Hub hub = hub(null);
    HubFile file =
        hub.files(SAES).stream().filter(one -> one.path().equals(path)).findFirst().orElseThrow();
    return hub.download(SAES, file, folder, (at, done) -> {});
  }

  @Test
  void listsEveryPageAndNoFolders() {
    fake.with("a/cfg.json", bytes(7)).with(WEIGHTS, bytes(900)).with("README.md", bytes(0));
    List<HubFile> files = hub(null).files(SAES);
    assertThat(files)
        .containsExactly(
            new HubFile(
                "a/cfg.json", 7, new Checksum(Checksum.Kind.GIT_BLOB, FakeHub.gitName(bytes(7)))),
            new HubFile(
                WEIGHTS,
                900,
                new Checksum(Checksum.Kind.SHA256, FakeHub.digest("SHA-256", bytes(900)))),
            new HubFile(
                "README.md", 0, new Checksum(Checksum.Kind.GIT_BLOB, FakeHub.gitName(bytes(0)))));
    assertThat(fake.requests()).hasSize(3).allMatch(request -> request.contains("recursive=true"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300_000})
  void downloadsWhatWasAnnounced(int size) throws IOException {
    fake.with("a/cfg.json", bytes(size)).with(WEIGHTS, bytes(size));
    assertThat(Files.readAllBytes(download("a/cfg.json"))).isEqualTo(bytes(size));
    assertThat(Files.readAllBytes(download(WEIGHTS))).isEqualTo(bytes(size));
    assertThat(folder.resolve("layer 3")).isDirectoryContaining("glob:**.safetensors");
    assertThat(folder.resolve("layer 3/sae_weights.safetensors.part")).doesNotExist();
    assertThat(waits).isEmpty();
  }

  @Test
  void aCutConnectionGoesOnWhereItStopped() throws IOException {
    fake.with(WEIGHTS, bytes(300_000)).then(FakeHub.cutAfter(120_000));
    assertThat(Files.readAllBytes(download(WEIGHTS))).isEqualTo(bytes(300_000));
    assertThat(waits).containsExactly(1);
    assertThat(fake.requests().get(2)).matches(".*sae_weights.safetensors bytes=[0-9]+-");
  }

  @Test
  void anotherRunGoesOnWhereThisOneStopped() throws IOException {
    fake.with(WEIGHTS, bytes(300_000));
    HubFile file = hub(null).files(SAES).get(0);
    HubListener stopping =
        (at, done) -> {
          if (done > 100_000) {
            throw new CancellationException("stopped");
          }
        };
    assertThatThrownBy(() -> hub(null).download(SAES, file, folder, stopping))
        .isInstanceOf(CancellationException.class);
    Path part = folder.resolve(WEIGHTS + ".part");
    long kept = Files.size(part);
    assertThat(kept).isGreaterThan(100_000).isLessThan(300_000);
    assertThat(folder.resolve(WEIGHTS)).doesNotExist();
    List<Long> told = new ArrayList<>();
    hub(null).download(SAES, file, folder, (at, done) -> told.add(done));
    assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(bytes(300_000));
    assertThat(told.get(0)).isEqualTo(kept);
    assertThat(told).isSorted().last().isEqualTo(300_000L);
    assertThat(fake.requests().get(2)).endsWith(" bytes=" + kept + "-");
  }

  @Test
  void aHubThatKnowsNoRangesBeginsAgain() throws IOException {
    fake.with(WEIGHTS, bytes(500)).then(FakeHub.cutAfter(200)).then(FakeHub.whole(bytes(500)));
    assertThat(Files.readAllBytes(download(WEIGHTS))).isEqualTo(bytes(500));
  }

  @Test
  void whatIsThereAndAddsUpIsNotFetchedAgain() throws IOException {
    fake.with(WEIGHTS, bytes(500));
    Path file = download(WEIGHTS);
    int asked = fake.requests().size();
    download(WEIGHTS);
    assertThat(fake.requests()).hasSize(asked + 1); // the list alone
    Files.write(file, bytes(499));
    assertThat(Files.readAllBytes(download(WEIGHTS))).isEqualTo(bytes(500));
  }

  @Test
  void aWrongChecksumLeavesNothing() {
    byte[] other = bytes(500);
    other[499]++;
    for (String path : List.of(WEIGHTS, "cfg.json")) {
      fake.with(path, bytes(500)).then(FakeHub.whole(other));
      assertThatThrownBy(() -> download(path))
          .isInstanceOf(HubException.class)
          .hasMessageContaining(
              path.equals(WEIGHTS) ? ": expected SHA256 " : ": expected GIT_BLOB ")
          .hasMessageEndingWith("; what came is deleted");
      assertThat(folder.resolve(path)).doesNotExist();
      assertThat(folder.resolve(path + ".part")).doesNotExist();
    }
  }

  @Test
  void moreThanAnnouncedIsRefused() {
    fake.with(WEIGHTS, bytes(500)).then(FakeHub.whole(bytes(501)));
    assertThatThrownBy(() -> download(WEIGHTS))
        .hasMessageEndingWith("expected 500 bytes, got more");
  }

  @Test
  void passingTroubleIsTriedAgainAndLastingTroubleIsNot() throws IOException {
    fake.with(WEIGHTS, bytes(500)).then(FakeHub.status(503)).then(FakeHub.status(429));
    assertThat(Files.readAllBytes(download(WEIGHTS))).isEqualTo(bytes(500));
    assertThat(waits).containsExactly(1, 2);
    Files.delete(folder.resolve(WEIGHTS));
    for (int i = 0; i < Backoff.ATTEMPTS; i++) {
      fake.then(FakeHub.status(500));
    }
    assertThatThrownBy(() -> download(WEIGHTS))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("failed 6 times, the last with")
        .hasMessageEndingWith("the hub answered 500");
  }

  @Test
  void whatIsMissingOrClosedIsSaidAtOnce() {
    fake.with(WEIGHTS, bytes(5)).then(FakeHub.status(404));
    assertThatThrownBy(() -> download(WEIGHTS))
        .hasMessageEndingWith("answered 404: there is no such repository, revision or file");
    fake.then(FakeHub.status(401));
    assertThatThrownBy(() -> download(WEIGHTS))
        .hasMessageEndingWith("set HF_TOKEN to a token that may read it");
    assertThatThrownBy(() -> hub(null).files(new HubRepository("org/other", "main")))
        .hasMessageContaining("there is no such repository");
    assertThat(waits).isEmpty();
  }

  @Test
  void theTokenStaysWithTheHub() throws IOException {
    try (FakeHub elsewhere = new FakeHub()) {
      elsewhere.with(WEIGHTS, bytes(500));
      fake.with(WEIGHTS, bytes(500))
          .then(FakeHub.redirect("/" + FakeHub.REPOSITORY + "/resolve/main/moved"))
          .then(FakeHub.redirect(elsewhere.address() + "/cdn/" + WEIGHTS.replace(" ", "%20")));
      Hub hub = hub("secret");
      hub.download(SAES, hub.files(SAES).get(0), folder, (at, done) -> {});
      assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(bytes(500));
      assertThat(fake.requests()).hasSize(3).allMatch(request -> request.endsWith("Bearer secret"));
      assertThat(elsewhere.requests()).hasSize(1).noneMatch(request -> request.contains("secret"));
    }
  }

  @Test
  void endlessRedirectionsEnd() {
    fake.with(WEIGHTS, bytes(5));
    for (int i = 0; i < 6; i++) {
      fake.then(FakeHub.redirect("/again"));
    }
    assertThatThrownBy(() -> download(WEIGHTS)).hasMessageContaining("at most 5 redirections");
    fake.then(FakeHub.redirect("ftp://elsewhere/file"));
    assertThatThrownBy(() -> download(WEIGHTS)).hasMessageEndingWith("got ftp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped",
        "/etc/escaped",
        "a/../../escaped",
        "a//b",
        "a/./b",
        "C:\\\\escaped",
        ""
      })
  void pathsThatLeaveTheFolderAreRefused(String path) {
    String entry =
        "[{\"type\":\"file\",\"oid\":\"%s\",\"size\":1,\"path\":\"%s\"}]"
            .formatted(FakeHub.gitName(bytes(1)), path);
    fake.listing(entry);
    assertThatThrownBy(() -> hub(null).files(SAES))
        .isInstanceOf(HubException.class)
        .hasMessageStartingWith("path: expected one inside the repository");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[1]",
        "[{}]",
        "[{\"type\":\"file\",\"path\":\"a\",\"size\":\"1\",\"oid\":\"00\"}]",
        "[{\"type\":\"file\",\"path\":\"a\",\"size\":1,\"oid\":\"00\"}]",
        "[{\"type\":\"file\",\"path\":\"a\",\"size\":1,\"oid\":\"00\",\"lfs\":{}}]",
        "<html>busy</html>"
      })
  void aListThatIsNoneIsRefused(String json) {
    fake.with("a", bytes(1)).listing(json.isEmpty() ? " " : json);
    assertThatThrownBy(() -> hub(null).files(SAES))
        .isInstanceOfAny(HubException.class, MalformedJsonException.class);
  }

  @Test
  void namesAreChecked() {
    for (String id : Arrays.asList("name", "a/b/c", "../x", "a/..", "a b/c", "")) {
      assertThatThrownBy(() -> new HubRepository(id, "main"))
          .hasMessage("repository: expected organisation/name, got " + id);
    }
    assertThatThrownBy(() -> new HubRepository("a/b", "../main"))
        .hasMessageStartingWith("revision: expected ");
    assertThatThrownBy(() -> new Hub(URI.create("ftp://host"), null))
        .hasMessageStartingWith("hub: expected an address such as https://huggingface.co");
  }
}
