package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.monosem.core.Crosscoder;
import org.monosem.core.HookPoint;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.json.JsonObject;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.CacheShard;
import org.monosem.harvest.cache.PairedCaches;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.harvest.tokenizer.TokenizerFile;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.harvest.transformer.Gpt2Folder;
import org.monosem.sae.training.DecoderNorms;
import org.monosem.sae.training.SaeTrainer;
import org.monosem.sae.training.TrainingPlan;

/** Transcoders and crosscoders from the harvest of their paired caches to their figures. */
class PairedCommandsTest {
  private static final String READ = "blocks.0.ln2.hook_normalized";
  private static final String WRITTEN = "blocks.0.hook_mlp_out";
  private static final int WIDTH = 16;

  @TempDir private static Path folder;
  private static Workbench bench;
  private static Map<String, Object> harvested;

  @BeforeAll
  static void harvest() {
    bench = Workbench.in(folder);
    List<Object> options = new ArrayList<>(bench.harvestOptions(folder.resolve("acts")));
    options.addAll(List.of("--hook", READ, "--hook", WRITTEN));
    harvested = Workbench.run("harvest", options).json();
  }

  private static Path read() {
    return folder.resolve("acts").resolve(READ);
  }

  private static Path written() {
    return folder.resolve("acts").resolve(WRITTEN);
  }

  private static Path train(String name, Object... more) {
    Path out = folder.resolve(name);
    List<Object> options = new ArrayList<>(List.of("--out", out, "--features", 24));
    options.addAll(List.of("--steps", 12, "--batch", 64, "--costs", "fixed", "--cache", read()));
    options.addAll(List.of(more));
    assertThat(Workbench.run("train", options).json()).containsEntry("complete", true);
    return out;
  }

  @Test
  void severalHooksShareTheirRows() {
    assertThat(harvested)
        .containsEntry("hooks", List.of(READ, WRITTEN))
        .containsEntry("widths", List.of(16L, 16L))
        .containsEntry("rows", (long) Workbench.ROWS)
        .doesNotContainKeys("hook", "width");
    CacheShard first = ActivationCache.open(read()).shard(0);
    CacheShard other = ActivationCache.open(written()).shard(0);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Gpt2 model = Gpt2Folder.load(bench.model(), manager)) {
      NDArray normalised = manager.create(first.activations(3), new Shape(1, WIDTH));
      assertThat(normalised.mean().getFloat()).isCloseTo(0, within(1e-3f));
      assertThat(model.width(HookPoint.of(WRITTEN))).isEqualTo(other.activations(3).length);
    }
    for (int row = 0; row < 50; row++) {
      assertThat(first.labels().token(row)).isEqualTo(other.labels().token(row));
      assertThat(first.labels().position(row)).isEqualTo(other.labels().position(row));
      assertThat(first.activations(row)).isNotEqualTo(other.activations(row));
    }
  }

  @Test
  void aSecondModelIsHarvestedInTheOrderOfTheFirst() {
    Path model = folder.resolve("other-model");
    Workbench.run("train-transformer", bench.transformerOptions(model, 3)).json();
    List<Object> options = new ArrayList<>(List.of("--model", model, "--corpus", bench.corpus()));
    options.addAll(List.of("--out", folder.resolve("second"), "--rows", Workbench.ROWS));
    options.addAll(List.of("--dtype", "F32", "--hook", READ, "--seed", 5));
    options.addAll(List.of("--pair-with", read()));
    Workbench.run("harvest", options).json();
    ActivationCache first = ActivationCache.open(read());
    ActivationCache second = ActivationCache.open(folder.resolve("second"));
    assertThat(PairedCaches.of(List.of(first, second)).widths()).containsExactly(16, 16);
    assertThat(second.origin().model()).isNotEqualTo(first.origin().model());
    assertThat(second.layout().seed()).isEqualTo(first.layout().seed());
    Path out = train("two-models", "--cache", folder.resolve("second"));
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(out, manager)) {
      assertThat(Crosscoder.of(dictionary).sources())
          .extracting(Crosscoder.Source::model)
          .containsExactly(first.origin().model(), second.origin().model());
    }
  }

  @Test
  void rowsInAnotherOrderAreNoPair() {
    List<Object> options = new ArrayList<>(bench.harvestOptions(folder.resolve("unpaired")));
    options.addAll(List.of("--hook", WRITTEN, "--seed", 5));
    Workbench.run("harvest", options).json();
    CommandRun run =
        CommandRun.of(
            "train",
            "--cache",
            read(),
            "--target",
            folder.resolve("unpaired"),
            "--out",
            folder.resolve("never"));
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint()).contains("paired caches: the rows of ", " do not belong together");
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"plain, TRANSCODER", "skip, SKIP_TRANSCODER"})
  void aTranscoderIsSavedAndReplacesTheMlp(String name, DictionaryKind kind) {
    Path out =
        kind == DictionaryKind.SKIP_TRANSCODER
            ? train(name, "--target", written(), "--skip")
            : train(name, "--target", written());
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(out, manager)) {
      assertThat(dictionary.config().kind()).isEqualTo(kind);
      assertThat(dictionary.config().metadata())
          .containsEntry("hook_name", READ)
          .containsEntry("hook_name_out", WRITTEN);
      assertReconstructsAsTrained(out, dictionary, List.of(read(), written()), manager);
      Map<String, Object> model = evaluateInModel(out);
      assertThat((Double) map(model, "loss").get("spliced"))
          .isEqualTo(slowLoss(dictionary, manager), within(1e-5));
      assertThat(model).containsEntry("hook", WRITTEN);
      assertThat(map(model, "recovered")).containsKeys("loss_recovered_zero", "kl_recovered_mean");
    }
    Map<String, Object> onCache =
        map(
            Workbench.run(
                    "evaluate", List.of("--sae", out, "--cache", read(), "--target", written()))
                .json(),
            "cache");
    assertThat(onCache).containsEntry("rows", (long) Workbench.ROWS);
  }

  private static Map<String, Object> evaluateInModel(Path sae) {
    List<Object> options = new ArrayList<>(List.of("--sae", sae, "--model", bench.model()));
    options.addAll(List.of("--corpus", bench.corpus(), "--all-documents", "--contexts", 6));
    options.addAll(List.of("--hook", READ, "--hook-out", WRITTEN));
    return map(Workbench.run("evaluate", options).json(), "model");
  }

  /** Replaces the MLP in one context after another, and averages over all predictions. */
  private static double slowLoss(SparseAutoencoder dictionary, NDManager manager) {
    double sum = 0;
    long predictions = 0;
    try (Gpt2 model = Gpt2Folder.load(bench.model(), manager)) {
      for (PackedContext context :
          PackedContexts.first(
              Corpus.of(bench.corpus()), TokenizerFile.load(bench.tokens()), 32, 6)) {
        NDArray tokens =
            manager.create(context.tokens()).reshape(1, -1).toType(DataType.INT64, false);
        NDArray rows = model.activations(tokens, HookPoint.of(READ)).reshape(-1, WIDTH);
        NDArray predicted = dictionary.reconstruct(rows).reshape(1, -1, WIDTH);
        float[] losses =
            model.tokenLosses(tokens, HookPoint.of(WRITTEN), y -> predicted).toFloatArray();
        for (float loss : losses) {
          sum += loss;
        }
        predictions += losses.length;
      }
    }
    return sum / predictions;
  }

  @Test
  void aCrosscoderIsTrainedMeasuredAndInspected() {
    Path out = train("crosscoder", "--cache", written());
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(out, manager)) {
      Crosscoder crosscoder = Crosscoder.of(dictionary);
      assertThat(crosscoder.sources())
          .extracting(Crosscoder.Source::hook)
          .containsExactly(READ, WRITTEN);
      assertReconstructsAsTrained(out, dictionary, List.of(read(), written()), manager);
    }
    Map<String, Object> measured =
        Workbench.run("evaluate", List.of("--sae", out, "--cache", read(), "--cache", written()))
            .json();
    assertThat(measured).containsEntry("d_in", 32L);
    assertThat(map(measured, "cache")).containsEntry("rows", (long) Workbench.ROWS);
    Map<String, Object> config = map(Workbench.run("inspect", List.of(out)).json(), "config");
    assertThat(config.toString()).contains("sources=[{", "hook_name=" + WRITTEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          transcoder | --cache @read | @transcoder is a transcoder, give --target DIR too
          transcoder | --corpus @corpus.jsonl | @transcoder is a transcoder, give --hook-out NAME
          crosscoder | --cache @read | @read: expected rows of dIn=32, the width of @crosscoder, got 16
          crosscoder | --corpus @corpus.jsonl | @crosscoder is a crosscoder, it has no one place in a model
          crosscoder | --cache @read --cache @written --target @read | @crosscoder is no transcoder
          autoencoder | --cache @read --cache @written | @autoencoder is no crosscoder, expected one cache
          autoencoder | --cache @read --target @written | @autoencoder is no transcoder
          autoencoder | --corpus @corpus.jsonl --hook-out x | --hook-out: @autoencoder is no transcoder
          """)
  void evaluateAsksForWhatADictionaryReads(String kind, String more, String says) {
    Path out = folder.resolve("refusing-" + kind);
    if (!out.toFile().exists()) {
      switch (kind) {
        case "transcoder" -> train("refusing-" + kind, "--target", written());
        case "crosscoder" -> train("refusing-" + kind, "--cache", written());
        default -> train("refusing-" + kind);
      }
    }
    CommandRun run =
        CommandRun.of(
            (Object[])
                ("evaluate --sae @" + kind + " " + more)
                    .replace("@read", read().toString())
                    .replace("@written", written().toString())
                    .replace("@corpus", folder + "/corpus")
                    .replace("@" + kind, out.toString())
                    .split(" "));
    assertThat(run.exit()).isNotZero();
    assertThat(run.complaint())
        .contains(says.replace("@read", read().toString()).replace("@" + kind, out.toString()));
  }

  @Test
  void transcodersAndCrosscodersAreSwept() {
    Path out = folder.resolve("swept");
    List<Object> options = new ArrayList<>(List.of("--cache", read(), "--target", written()));
    options.addAll(List.of("--out", out, "--features", 24, "--l1", "1,5", "--steps", 12));
    options.addAll(List.of("--batch", 64, "--costs", "fixed", "--evaluation-rows", 200));
    options.addAll(List.of("--model", bench.model(), "--corpus", bench.corpus()));
    options.addAll(List.of("--contexts", 2, "--all-documents", "--skip"));
    options.addAll(List.of("--hook", READ, "--hook-out", WRITTEN));
    Map<String, Object> result = Workbench.run("sweep", options).json();
    assertThat((List<?>) result.get("dictionaries")).hasSize(2);
    Path alone = train("alone", "--target", written(), "--skip");
    assertThat(out.resolve("2024-features-24-coefficient-5-seed-0/sae_weights.safetensors"))
        .hasSameBinaryContentAs(alone.resolve("sae_weights.safetensors"));
  }

  /** The folder gives what the trainer has at the end of the run. */
  private static void assertReconstructsAsTrained(
      Path out, SparseAutoencoder saved, List<Path> caches, NDManager manager) {
    TrainingPlan plan = plan(saved);
    NDArray rows = rows(caches, saved.dIn(), manager);
    try (SaeTrainer trainer =
            SaeTrainer.builder(PairedCaches.open(caches), plan)
                .checkpoints(out.resolve("checkpoints"), 100)
                .build();
        SparseAutoencoder trained = trainer.dictionary(manager, DecoderNorms.KEPT)) {
      assertThat(trainer.step()).isEqualTo(12);
      assertThat(saved.reconstruct(rows).toFloatArray())
          .containsExactly(trained.reconstruct(rows).toFloatArray(), within(1e-5f));
    }
  }

  private static TrainingPlan plan(SparseAutoencoder saved) {
    return TrainingPlan.fromJson(
        new JsonObject("training", map(saved.config().metadata(), "training")));
  }

  private static NDArray rows(List<Path> caches, int dIn, NDManager manager) {
    float[] rows = new float[40 * dIn];
    for (int row = 0; row < 40; row++) {
      int column = 0;
      for (Path cache : caches) {
        float[] part = ActivationCache.open(cache).shard(0).activations(row);
        for (int c = 0; c < part.length && column < dIn; c++) {
          rows[row * dIn + column++] = part[c];
        }
      }
    }
    return manager.create(rows, new Shape(40, dIn));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> result, String key) {
    return (Map<String, Object>) result.get(key);
  }
}
