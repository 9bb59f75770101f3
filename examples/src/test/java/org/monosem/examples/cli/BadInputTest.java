package org.monosem.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bad input: exit code 1, one line that names the file, the rule and the value, and nothing left at
 * the place of the output. In the command lines {@code @name} stands for that file of the test's
 * folder, and {@code @new} is where output would go.
 */
class BadInputTest {
  @TempDir private static Path folder;
  private static Workbench bench;

  @BeforeAll
  static void makeGoodAndBadFiles() throws IOException {
    bench = Workbench.in(folder);
    Files.createFile(folder.resolve("empty.txt"));
    Files.writeString(folder.resolve("broken.jsonl"), "{\"text\": \"one\"}\n{\"text\": 2}\n");
    Files.createDirectory(folder.resolve("empty"));
    bench.tokenFile("outside.safetensors", 2, 1, 2, 3, 4, 300, 6);
    bench.tokenFile("negative.safetensors", 1, 5, -1);
    bench.tokenFile("long.safetensors", 1, new long[Workbench.CONTEXT + 1]);
    float[] rows = new float[3 * Workbench.WIDTH];
    bench.rowFile("rows.safetensors", List.of(3L, 32L), rows);
    bench.rowFile("narrow.safetensors", List.of(3L, 31L), Arrays.copyOf(rows, 3 * 31));
    rows[2 * Workbench.WIDTH + 4] = Float.NaN;
    bench.rowFile("nan.safetensors", List.of(3L, 32L), rows);
    byte[] bytes = Files.readAllBytes(folder.resolve("rows.safetensors"));
    Files.write(folder.resolve("short.safetensors"), Arrays.copyOf(bytes, bytes.length - 9));
    Workbench.run(
        "harvest",
        List.of(
            "--model",
            bench.model(),
            "--corpus",
            bench.corpus(),
            "--out",
            folder.resolve("resid"),
            "--rows",
            100,
            "--hook",
            "blocks.0.hook_resid_post"));
    CommandRun.of(
        "train-tokenizer",
        "--corpus",
        bench.corpus(),
        "--vocabulary",
        301,
        "--out",
        folder.resolve("large.json"));
    damageACache();
    damageFolder(bench.model(), "config.json", "model.safetensors", "tokenizer.json");
    damageFolder(bench.dictionary(), "cfg.json", "sae_weights.safetensors");
  }

  /** Copies a folder to {@code damaged-NAME}, the second of the files cut short. */
  private static void damageFolder(Path good, String... names) throws IOException {
    Path damaged = Files.createDirectory(folder.resolve("damaged-" + good.getFileName()));
    for (String name : names) {
      Files.copy(good.resolve(name), damaged.resolve(name));
    }
    byte[] weights = Files.readAllBytes(good.resolve(names[1]));
    Files.write(damaged.resolve(names[1]), Arrays.copyOf(weights, weights.length - 5));
  }

  private static void damageACache() throws IOException {
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Path largest = null;
    for (Path file : files(bench.cache())) {
      Path copy = Files.copy(file, damaged.resolve(file.getFileName()));
      if (largest == null || Files.size(copy) > Files.size(largest)) {
        largest = copy;
      }
    }
    byte[] shard = Files.readAllBytes(largest);
    shard[shard.length / 2] ^= 1;
    Files.write(largest, shard);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          encode --output @new --sae @sae --input @none.st | --input @none.st: no such file
          encode --output @new --sae @sae --input @empty:x | --input @empty: expected a file, got a folder
          encode --output @new --sae @sae --input @short.safetensors | @short.safetensors: tensor "x"
          encode --output @new --sae @sae --input @rows.safetensors:y | "y" must be there, got only [x]
          encode --output @new --sae @sae --input @narrow.safetensors | expected [rows, dIn=32], got [3, 31]
          encode --output @new --sae @sae --input @nan.safetensors | finite values, got NaN in row 2
          encode --output @new --sae @sae --input @corpus.jsonl | @corpus.jsonl: header length
          encode --output @new --sae @none --input @rows.safetensors | monosem: no dictionary at @none
          encode --output @new --sae @model --input @rows.safetensors | no dictionary in @model
          encode --output @new --sae @damaged-sae --input @rows.safetensors | @damaged-sae/sae_weights.safetensors
          inspect @none | no file or folder @none
          inspect @empty | @empty/manifest.json: no such file
          inspect @short.safetensors | @short.safetensors: tensor "x"
          inspect @damaged --verify | @damaged
          harvest --out @new --model @none --corpus @corpus.jsonl | @none/config.json
          harvest --out @new --model @damaged-model --corpus @corpus.jsonl | @damaged-model/model.safetensors
          harvest --out @new --model @model --corpus @none.txt | corpus @none.txt: no such file
          harvest --out @new --model @model --corpus @empty.txt | corpus @empty.txt
          harvest --out @new --model @model --corpus @empty | corpus @empty
          harvest --out @new --model @model --corpus @broken.jsonl | @broken.jsonl
          harvest --out @new --model @model --corpus @corpus.jsonl --hook blocks.9.hook_resid_post | blocks.0.mlp.hook_post, blocks.0.hook_mlp_out
          harvest --out @new --model @model --corpus @corpus.jsonl --dtype I8 | F32, F16 or BF16, got I8
          harvest --out @new --model @model --tokens @outside.safetensors | @outside.safetensors, tensor input_ids: expected ids from 0 to 299, got 300 at [1, 1]
          harvest --out @new --model @model --tokens @negative.safetensors | got -1 at [0, 1]
          harvest --out @new --model @model --tokens @long.safetensors | @long.safetensors, tensor input_ids: expected at most 32 positions, got shape [1, 33]
          harvest --out @new --model @model --tokens @rows.safetensors | "input_ids" must be there
          harvest --out @new --model @model --corpus @corpus.jsonl --tokenizer @none.json | --tokenizer @none.json: no such file
          harvest --save-activations @new --model @model --tokens @outside.safetensors | got 300 at [1, 1]
          generate --model @model --tokenizer @corpus.jsonl | @corpus.jsonl
          generate --model @model --tokenizer @large.json | tokenizer: expected at most the model's 300 token ids, got 301
          harvest --out @new --model @model --tokens @none.st | --tokens @none.st: no such file
          harvest --model @model --corpus @corpus.jsonl --out @cache --dtype F16 | @cache: holds another harvest
          train --steps 2 --batch 16 --features 8 --out @new --cache @none | @none/manifest.json: no such file
          train --steps 2 --batch 16 --features 8 --out @new --cache @model | @model/manifest.json: no such file
          train --steps 2 --batch 16 --features 8 --out @new --cache @corpus.jsonl | @corpus.jsonl
          train --steps 2 --batch 16 --features 8 --out @new --cache @damaged | @damaged
          train --cache @cache --out @sae --features 32 --steps 8 --batch 64 | plan.dSae was 64, is now 32
          evaluate --sae @sae --cache @resid | @resid: expected rows of dIn=32, the width of @sae, got 16
          evaluate --sae @sae --corpus @corpus.jsonl --model @model --hook hook_embed | expected dIn=16, the width of hook_embed, got dIn=32
          train-tokenizer --out @new --corpus @empty.txt | corpus @empty.txt
          train-transformer --corpus @corpus.jsonl --out @new --steps 2 --context 32 --tokenizer @none.json | --tokenizer @none.json: no such file
          train-transformer --corpus @corpus.jsonl --out @new --steps 2 --context 32 --tokenizer @tokenizer.json --heads 3 --d-model 16 | heads: expected a divisor of dModel=16, got 3
          train-transformer --corpus @empty.txt --out @new --tokenizer @tokenizer.json | corpus @empty.txt
          train-tokenizer --corpus @corpus.jsonl --out @corpus.jsonl/t | expected a folder to write in, got the file @corpus.jsonl
          train-tokenizer --corpus @corpus.jsonl --out @model | @model: expected a file
          train-transformer --corpus @corpus.jsonl --tokenizer @tokenizer.json --out @corpus.jsonl | expected a folder to write in, got the file @corpus.jsonl
          harvest --model @model --corpus @corpus.jsonl --out @corpus.jsonl/c | expected a folder to write in, got the file @corpus.jsonl
          harvest --model @model --tokens @outside.safetensors --save-activations @model | @model: expected a file to write, got a folder
          train --cache @cache --out @corpus.jsonl | expected a folder to write in, got the file @corpus.jsonl
          encode --sae @sae --input @rows.safetensors --output @corpus.jsonl/e | expected a folder to write in, got the file @corpus.jsonl
          quickstart --corpus @corpus.jsonl --out @corpus.jsonl/q | expected a folder to write in, got the file @corpus.jsonl
          """)
  void oneLineSaysWhatIsWrong(String line, String says) throws IOException {
    List<Path> before = files(folder);
    CommandRun run = CommandRun.of(words(line));
    assertThat(run.exit()).as(run.err()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint()).contains(says.replace("@", folder + "/"));
    assertThat(run.complaint()).doesNotContain("Exception");
    assertThat(files(folder)).isEqualTo(before);
  }

  @Test
  void aTransformerIsNotContinuedUnderOtherOptions() {
    CommandRun run = Workbench.run("train-transformer", bench.transformerOptions(bench.model(), 9));
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.complaint())
        .contains(bench.model() + "/checkpoints: begun with TrainingPlan[steps=6")
        .contains("asked for TrainingPlan[steps=9")
        .endsWith("give the same options or another --out");
  }

  @Test
  void aStackTraceComesWhenAskedFor() {
    CommandRun run = CommandRun.of("inspect", folder.resolve("none"), "--stacktrace");
    assertThat(run.exit()).isEqualTo(Main.EXIT_FAILURE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .contains("monosem: no file or folder " + folder.resolve("none"))
        .anyMatch(at -> at.startsWith("\tat org.monosem.examples.cli.InspectCommand.run"));
  }

  private static Object[] words(String line) {
    return Arrays.stream(line.split(" +")).map(w -> w.replace("@", folder + "/")).toArray();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> !f.equals(folder)).sorted().toList();
    }
  }
}
