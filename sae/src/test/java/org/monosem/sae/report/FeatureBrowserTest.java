package org.monosem.sae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.sae.feature.VocabularyTokenizer;

class FeatureBrowserTest {
  @TempDir Path folder;

  @Test
  void writesThePageAndItsData() throws IOException {
    VocabularyTokenizer tokenizer = new VocabularyTokenizer();
    Report report = SampleReport.report(tokenizer, 450, 60);
    String keep = System.getProperty("sample.report");
    Path page = FeatureBrowser.write(report, tokenizer, keep == null ? folder : Path.of(keep));
    assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
  }
}
