package org.monosem.sae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.sae.feature.VocabularyTokenizer;

/** Opens the page with hostile tokens in a real browser, where the machine has one. */
@Tag("long")
class BrowserLongTest {
  @TempDir Path folder;

  @Test
  void thePagesScriptRunsAndNoOther() throws IOException, InterruptedException {
    VocabularyTokenizer tokenizer = new VocabularyTokenizer();
    Report report = SampleReport.report(tokenizer, 270, 60);
    Path page = FeatureBrowser.write(report, tokenizer, folder);
    assertThat(Files.readString(page)).contains("<output id=\"count\"").doesNotContain("60 of 60");
    Optional<String> dom = open(page);
    if (dom.isPresent()) {
      assertThat(dom.get()).contains(">60 of 60</output>");
      assertThat(dom.get()).contains("<title>MLP features of monosem-1L</title>");
      assertThat(dom.get()).doesNotContain("<h1>owned", "<img");
    }
  }

  /** Returns the document after its script has run; empty if there is no Chromium. */
  private Optional<String> open(Path page) throws IOException, InterruptedException {
    Optional<Path> chromium =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (chromium.isEmpty()) {
      return Optional.empty();
    }
    Process process =
        new ProcessBuilder(
                chromium.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String dom = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return Optional.of(dom);
  }
}
