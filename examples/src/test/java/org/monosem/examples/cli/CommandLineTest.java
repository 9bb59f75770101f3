package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.monosem.core.HookPoint;
import org.monosem.core.safetensors.SafetensorsFile;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.CacheShard;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.harvest.transformer.Gpt2Folder;

/** The commands one after the other, as somebody types them. */
class CommandLineTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

  @TempDir private static Path folder;
  private static Workbench bench;

  @BeforeAll
  static void makeEverything() {
    bench = Workbench.in(folder);
  }

  @Test
  void trainsATokenizer() {
    Map<String, Object> result = bench.runs().get("train-tokenizer").json();
    assertThat(result).containsOnlyKeys("tokenizer", "vocabulary", "documents", "characters");
    assertThat(result)
        .containsEntry("tokenizer", bench.tokens().toString())
        .containsEntry("vocabulary", (long) Workbench.VOCABULARY);
    assertThat((Long) result.get("documents")).isBetween(290L, 329L);
    assertThat(bench.tokens()).isNotEmptyFile();
  }

  @Test
  void trainsATransformer() {
    CommandRun run = bench.runs().get("train-transformer");
    assertThat(run.json())
        .containsOnlyKeys(
            "step", "complete", "corpus_tokens", "held_out_loss", "model", "parameters")
        .containsEntry("step", 6L)
        .containsEntry("complete", true);
    assertThat((Double) run.json().get("held_out_loss")).isBetween(4.0, 6.0);
    assertThat(run.err()).contains("held-out loss after step 3:", "training: 6 of 6 steps");
    assertThat(bench.model().resolve("tokenizer.json")).hasSameBinaryContentAs(bench.tokens());
  }

  @Test
  void aStoppedTransformerGoesOnToTheSameBits() {
    Path out = folder.resolve("stopped-model");
    CommandRun stopped =
        CommandRun.askedToStop(
            () -> Files.exists(out.resolve("checkpoints")),
            Workbench.words("train-transformer", bench.transformerOptions(out, 6)));
    assertThat(stopped.exit()).isEqualTo(Main.EXIT_STOPPED);
    assertThat(stopped.out()).contains("\"complete\": false", "\"step\": 4");
    assertThat(out.resolve("model.safetensors")).doesNotExist();

    CommandRun rest = Workbench.run("train-transformer", bench.transformerOptions(out, 6));
    assertThat(rest.json()).containsEntry("step", 6L).containsEntry("complete", true);
    assertThat(rest.err()).contains("going on from step 4 in ");
    assertThat(out.resolve("model.safetensors"))
        .hasSameBinaryContentAs(bench.model().resolve("model.safetensors"));
  }

  @Test
  void generates() {
    List<Object> options =
        List.of("--model", bench.model(), "--prompt", "the model", "--tokens", 5, "--seed", 3);
    Map<String, Object> result = Workbench.run("generate", options).json();
    assertThat(result).containsOnlyKeys("prompt", "text", "tokens");
    assertThat(result).containsEntry("prompt", "the model");
    assertThat((Long) result.get("tokens")).isBetween(1L, 5L);
    assertThat(Workbench.run("generate", options).json()).isEqualTo(result);
  }

  @Test
  void harvestsToACacheOnce() {
    Map<String, Object> first = bench.runs().get("harvest").json();
    assertThat(first)
        .containsOnlyKeys(
            "cache", "hook", "width", "rows", "contexts", "complete", "seconds", "rows_per_second")
        .containsEntry("rows", (long) Workbench.ROWS)
        .containsEntry("width", (long) Workbench.WIDTH)
        .containsEntry("hook", "blocks.0.mlp.hook_post")
        .containsEntry("complete", true);
    Map<String, Object> again =
        Workbench.run("harvest", bench.harvestOptions(bench.cache())).json();
    assertThat(again)
        .containsEntry("rows", (long) Workbench.ROWS)
        .containsEntry("rows_per_second", 0.0);
  }

  @Test
  void savesTheActivationsThatTheModelHas() {
    long[] ids = someIds(5 * 20);
    Path file = folder.resolve("new/folder/activations.safetensors");
    Map<String, Object> result =
        Workbench.run(
                "harvest",
                List.of(
                    "--model",
                    bench.model(),
                    "--hook",
                    "blocks.0.hook_resid_post",
                    "--tokens",
                    bench.tokenFile("ids.safetensors", 5, ids),
                    "--batch",
                    2,
                    "--save-activations",
                    file))
            .json();
    assertThat(result)
        .containsOnlyKeys("activations", "hook", "contexts", "positions", "width", "values")
        .containsEntry("contexts", 5L)
        .containsEntry("positions", 20L)
        .containsEntry("width", 16L)
        .containsEntry("values", 1600L);
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      assertThat(saved.names()).containsExactly("activations");
      assertThat(saved.info("activations").shape()).containsExactly(5L, 20L, 16L);
      assertThat(saved.metadata()).containsEntry("hook", "blocks.0.hook_resid_post");
      assertThat(saved.readFloats("activations"))
          .containsExactly(fromModel("blocks.0.hook_resid_post", ids), CLOSE);
    }
  }

  @Test
  void cachesTheActivationsOfTokens() {
    long[] ids = someIds(5 * 20);
    Path cache = folder.resolve("token-cache");
    Map<String, Object> result =
        Workbench.run(
                "harvest",
                List.of(
                    "--model",
                    bench.model(),
                    "--dtype",
                    "F32",
                    "--out",
                    cache,
                    "--tokens",
                    bench.tokenFile("cached-ids.safetensors", 5, ids)))
            .json();
    assertThat(result).containsEntry("rows", 100L).containsEntry("contexts", 5L);
    float[] expected = fromModel("blocks.0.mlp.hook_post", ids);
    CacheShard shard = ActivationCache.open(cache).shard(0);
    List<Integer> places = new ArrayList<>();
    for (int row = 0; row < shard.rows(); row++) {
      int place = (int) shard.labels().document(row) * 20 + shard.labels().position(row);
      places.add(place);
      assertThat(shard.labels().token(row)).isEqualTo((int) ids[place]);
      float[] values = new float[Workbench.WIDTH];
      System.arraycopy(expected, place * Workbench.WIDTH, values, 0, Workbench.WIDTH);
      assertThat(shard.activations(row)).containsExactly(values, CLOSE);
    }
    assertThat(places).doesNotHaveDuplicates().hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023", "2024"})
  void trainsADictionaryByEitherRecipe(String recipe) {
    Path out = folder.resolve("sae-" + recipe);
    CommandRun run = Workbench.run("train", bench.trainOptions(out, recipe));
    assertThat(run.json())
        .containsOnlyKeys("sae", "complete", "step", "rows", "training")
        .containsEntry("sae", out.toString())
        .containsEntry("complete", true)
        .containsEntry("step", 8L)
        .containsEntry("rows", 512L);
    assertThat(out.resolve("cfg.json")).isNotEmptyFile();
    assertThat(out.resolve("sae_weights.safetensors")).isNotEmptyFile();
    assertThat(out.resolve("log.jsonl")).content().contains("\"progress\"");
    assertThat(run.err()).contains("training: 8 of 8 steps");
  }

  @Test
  void aStoppedDictionaryGoesOnToTheSameBits() {
    Path out = folder.resolve("stopped-sae");
    AtomicInteger asked = new AtomicInteger();
    Object[] words = Workbench.words("train", bench.trainOptions(out, "2024"));
    CommandRun stopped = CommandRun.askedToStop(() -> asked.incrementAndGet() > 1, words);
    assertThat(stopped.exit()).isEqualTo(Main.EXIT_STOPPED);
    assertThat(stopped.out()).contains("\"complete\": false");
    assertThat(out.resolve("cfg.json")).doesNotExist();
    assertThat(CommandRun.of(words).json()).containsEntry("complete", true);
    assertThat(out.resolve("sae_weights.safetensors"))
        .hasSameBinaryContentAs(bench.dictionary().resolve("sae_weights.safetensors"));
  }

  @Test
  void evaluatesOnACacheAndInTheModel() {
    Map<String, Object> result =
        Workbench.run(
                "evaluate",
                List.of(
                    "--sae",
                    bench.dictionary(),
                    "--cache",
                    bench.cache(),
                    "--rows",
                    1000,
                    "--model",
                    bench.model(),
                    "--corpus",
                    bench.corpus(),
                    "--contexts",
                    8))
            .json();
    assertThat(result)
        .containsOnlyKeys("sae", "d_in", "d_sae", "cache", "model", "polysemanticity");
    assertThat(result).containsEntry("d_in", 32L).containsEntry("d_sae", 64L);
    assertThat(map(result, "cache")).containsEntry("rows", 1000L).containsKey("explainedVariance");
    assertThat(map(result, "model")).containsEntry("contexts", 8L);
    assertThat(map(map(result, "model"), "loss"))
        .containsKeys("clean", "spliced", "zeroAblated", "meanAblated");
  }

  @ParameterizedTest
  @CsvSource({
    "cache, activation cache",
    "sae, sparse autoencoder",
    "model, transformer",
    "model/model.safetensors, safetensors file"
  })
  void inspects(String path, String kind) {
    Map<String, Object> result = Workbench.run("inspect", List.of(folder.resolve(path))).json();
    assertThat(result).containsEntry("kind", kind);
    if (kind.equals("activation cache")) {
      assertThat(result).containsEntry("rows", (long) Workbench.ROWS).containsEntry("dtype", "F32");
    } else {
      assertThat(map(result, "tensors")).isNotEmpty();
    }
  }

  @Test
  void verifiesACache() {
    assertThat(Workbench.run("inspect", List.of(bench.cache(), "--verify")).json())
        .containsEntry("verified", true);
  }

  @Test
  void printsAlignedTextWithoutJson() {
    CommandRun run = CommandRun.of("inspect", bench.cache());
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .contains(
            "kind            activation cache", "rows            3,000", "width           32");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evaluate --sae @sae --cache @cache",
        "evaluate --sae @sae --corpus @corpus.jsonl --model @model",
        "encode --sae @sae --input @few.safetensors --output @unwritten",
        "harvest --model @model --tokens @some.safetensors --save-activations @unwritten",
        "generate --model @model",
        "train-tokenizer --corpus @corpus.jsonl --out @unwritten",
        "train-transformer --corpus @corpus.jsonl --tokenizer @tokenizer.json --out @unwritten"
      })
  void aStopEndsWorkThatHasNothingToSave(String line) {
    bench.tokenFile("some.safetensors", 1, 1, 2, 3);
    bench.rowFile("few.safetensors", List.of(1L, 32L), new float[32]);
    Object[] words = line.replace("@", folder + "/").split(" ");
    CommandRun run = CommandRun.askedToStop(() -> true, words);
    assertThat(run.exit()).isEqualTo(Main.EXIT_STOPPED);
    assertThat(run.complaint()).isEqualTo("monosem: stopped");
    assertThat(folder.resolve("unwritten")).doesNotExist();
  }

  @Test
  void theDoctorCompilesAKernel() {
    assertThat(CommandRun.of("doctor", "--json").json())
        .containsEntry("kernels_on_cpu", "compile and run")
        .containsEntry("float32_products_on_cpu", "in float32")
        .containsKeys("monosem", "java", "engine", "natives", "gpus");
  }

  @Test
  void doctorChecksEveryKernelOnTheDeviceThatIsNamed() {
    CommandRun run =
        CommandRun.of("doctor", "--gpu-selftest", "--device", "cpu", "--rounds", 1, "--json");
    assertThat(run.exit()).isZero();
    assertThat(run.json()).containsEntry("passed", true).containsEntry("checks_failed", 0L);
    assertThat(run.out()).contains("\"kernel\"").contains("core/dictionary.py");
  }

  @Test
  void doctorSaysThatThereIsNoGpuToCheck() {
    assumeThat(Engine.getEngine("PyTorch").getGpuCount()).isZero();
    CommandRun run = CommandRun.of("doctor", "--gpu-selftest");
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint())
        .isEqualTo("monosem: no GPU was found; --device cpu runs the same checks on the CPU");
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    assertThat(CommandRun.of("--version").out()).startsWith("monosem ");
    assertThat(CommandRun.of("harvest", "--help").out()).contains("--save-activations");
    assertThat(CommandRun.of("help", "train").exit()).isZero();
  }

  private static float[] fromModel(String hook, long... ids) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Gpt2 model = Gpt2Folder.load(bench.model(), manager)) {
      return model
          .activations(manager.create(ids, new Shape(5, 20)), HookPoint.of(hook))
          .toFloatArray();
    }
  }

  private static long[] someIds(int count) {
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = (i * 37L + 11) % Workbench.VOCABULARY;
    }
    return ids;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> result, String key) {
    return (Map<String, Object>) result.get(key);
  }
}
