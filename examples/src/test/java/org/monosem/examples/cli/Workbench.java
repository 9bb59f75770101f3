package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.monosem.core.safetensors.ElementType;
import org.monosem.core.safetensors.SafetensorsWriter;

/**
 * A folder in which the tool made, from the sample corpus, everything that it can make: a
 * tokenizer, a model 16 wide with an MLP of 32 and contexts of 32 tokens, a cache of the MLP's
 * activations, and a dictionary of 64 features.
 */
record Workbench(Path folder, Map<String, CommandRun> runs) {
  static final int VOCABULARY = 300;
  static final int CONTEXT = 32;
  static final int WIDTH = 32;
  static final int FEATURES = 64;
  static final int ROWS = 3000;

  static Workbench in(Path folder) {
    Workbench bench = new Workbench(folder, new LinkedHashMap<>());
    SampleCorpus.write(bench.corpus());
    bench.note(
        "train-tokenizer",
        List.of("--corpus", bench.corpus(), "--vocabulary", VOCABULARY, "--out", bench.tokens()));
    bench.note("train-transformer", bench.transformerOptions(bench.model(), 6));
    bench.note("harvest", bench.harvestOptions(bench.cache()));
    bench.note("train", bench.trainOptions(bench.dictionary(), "2024"));
    return bench;
  }

  Path corpus() {
    return folder.resolve("corpus.jsonl");
  }

  Path tokens() {
    return folder.resolve("tokenizer.json");
  }

  Path model() {
    return folder.resolve("model");
  }

  Path cache() {
    return folder.resolve("cache");
  }

  Path dictionary() {
    return folder.resolve("sae");
  }

  List<Object> transformerOptions(Path out, int steps) {
    return List.of(
        "--corpus",
        corpus(),
        "--tokenizer",
        tokens(),
        "--out",
        out,
        "--context",
        CONTEXT,
        "--heads",
        2,
        "--d-model",
        16,
        "--d-mlp",
        WIDTH,
        "--steps",
        steps,
        "--batch",
        4,
        "--every",
        3,
        "--held-out-contexts",
        8);
  }

  List<Object> harvestOptions(Path out) {
    return List.of(
        "--model", model(), "--corpus", corpus(), "--out", out, "--rows", ROWS, "--dtype", "F32");
  }

  List<Object> trainOptions(Path out, String recipe) {
    return List.of(
        "--cache",
        cache(),
        "--out",
        out,
        "--recipe",
        recipe,
        "--features",
        FEATURES,
        "--steps",
        8,
        "--batch",
        64,
        "--report-every",
        2,
        "--checkpoint-every",
        4,
        "--costs",
        "fixed");
  }

  /** Runs a command for its JSON. */
  static CommandRun run(String command, List<Object> options) {
    return CommandRun.of(words(command, options));
  }

  static Object[] words(String command, List<Object> options) {
    Object[] words = new Object[options.size() + 2];
    words[0] = command;
    for (int i = 0; i < options.size(); i++) {
      words[i + 1] = options.get(i);
    }
    words[words.length - 1] = "--json";
    return words;
  }

  /** Writes token ids {@code [batch, position]} and returns the file. */
  Path tokenFile(String name, int batch, long... ids) {
    Path file = folder.resolve(name);
    SafetensorsWriter.create()
        .add("input_ids", ElementType.I64, List.of((long) batch, (long) ids.length / batch), ids)
        .write(file);
    return file;
  }

  /** Writes one tensor of rows and returns the file. */
  Path rowFile(String name, List<Long> shape, float... values) {
    Path file = folder.resolve(name);
    SafetensorsWriter.create().add("x", ElementType.F32, shape, values).write(file);
    return file;
  }

  private void note(String command, List<Object> options) {
    CommandRun run = run(command, options);
    run.json();
    runs.put(command, run);
  }
}
