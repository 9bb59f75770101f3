package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.monosem.core.json.StrictJson;

/** The main job from end to end, on small numbers. */
class QuickstartCommandTest {
  @TempDir private static Path folder;
  private static CommandRun whole;

  @BeforeAll
  static void runItOnce() throws IOException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(sources.resolve("lib-sources.jar")))) {
      for (int i = 0; i < 60; i++) {
        zip.putNextEntry(new ZipEntry("org/C" + i + ".java"));
        String body = "class C" + i + " {\n" + "  int field = 3;\n".repeat(60) + "}\n";
        zip.write(body.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    whole = CommandRun.of(words("whole"));
  }

  @Test
  void makesADictionaryItsFiguresAndThePage() {
    Path out = folder.resolve("whole");
    assertThat(whole.json())
        .containsOnlyKeys(
            "page",
            "sae",
            "harvested_rows",
            "trained_rows",
            "held_out_tokens",
            "loss_recovered",
            "loss_recovered_mean_ablation",
            "ce_clean",
            "ce_spliced",
            "ce_zero_ablated",
            "ce_mean_ablated",
            "mean_l0",
            "explained_variance",
            "dead_or_ultralow_fraction",
            "polysemanticity",
            "seconds",
            "seconds_in_all")
        .containsEntry("page", out.resolve("index.html").toString())
        .containsEntry("sae", out.resolve("sae").toString())
        .containsEntry("harvested_rows", 3000L)
        .containsEntry("trained_rows", 20L * 128)
        .containsEntry("held_out_tokens", 512L);
    assertThat((Double) whole.json().get("ce_clean")).isBetween(0.5, 8.0);
    assertThat(whole.err()).contains("harvesting: ", "training: 20 of 20 steps", "surveying: ");
    assertThat(out.resolve("index.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(StrictJson.readObject(out.resolve("features.json"))).isNotEmpty();
    assertThat(CommandRun.of("inspect", out.resolve("sae"), "--json").json())
        .containsEntry("kind", "sparse autoencoder");
  }

  @Test
  void aSecondRunFindsEverythingDone() {
    CommandRun again = CommandRun.of(words("whole"));
    assertThat(figures(again)).isEqualTo(figures(whole));
    assertThat(again.err()).doesNotContain("training: 10 of 20 steps");
  }

  @Test
  void aStoppedRunGoesOnToTheSameFigures() {
    int stops = 0;
    CommandRun run = stoppedAfter(stops);
    while (run.exit() != Main.EXIT_SUCCESS) {
      assertThat(run.exit()).isEqualTo(Main.EXIT_STOPPED);
      assertThat(run.complaint())
          .isEqualTo("monosem: stopped; run the same command again to go on");
      assertThat(folder.resolve("stopped/index.html")).doesNotExist();
      stops++;
      run = stoppedAfter(stops);
    }
    assertThat(stops).isGreaterThan(2);
    Map<String, Object> expected = figures(whole);
    expected.replace("page", folder.resolve("stopped/index.html").toString());
    expected.replace("sae", folder.resolve("stopped/sae").toString());
    assertThat(figures(run)).isEqualTo(expected);
    assertThat(folder.resolve("stopped/sae/sae_weights.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/sae/sae_weights.safetensors"));
  }

  /** Runs until the work has asked so many times whether to stop; later it is told to. */
  private static CommandRun stoppedAfter(int questions) {
    AtomicInteger asked = new AtomicInteger();
    return CommandRun.askedToStop(() -> asked.incrementAndGet() > questions, words("stopped"));
  }

  /** What was found, without how long it took. */
  private static Map<String, Object> figures(CommandRun run) {
    Map<String, Object> figures = new LinkedHashMap<>(run.json());
    figures.keySet().removeAll(List.of("seconds", "seconds_in_all"));
    return figures;
  }

  private static Object[] words(String out) {
    return new Object[] {
      "quickstart",
      "--sources",
      folder.resolve("sources"),
      "--sources-characters",
      150_000,
      "--out",
      folder.resolve(out),
      "--rows",
      3000,
      "--features",
      64,
      "--steps",
      20,
      "--batch",
      128,
      "--evaluation-contexts",
      2,
      "--survey-contexts",
      4,
      "--json"
    };
  }
}
