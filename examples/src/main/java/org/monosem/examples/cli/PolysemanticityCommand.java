package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.monosem.core.HookPoint;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.StrictJson;
import org.monosem.core.polysemanticity.embedding.MeaningOptions;
import org.monosem.examples.polysemanticity.ComparisonOptions;
import org.monosem.examples.polysemanticity.ComparisonPlot;
import org.monosem.examples.polysemanticity.NeuronsAndFeatures;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.harvest.transformer.Gpt2;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how polysemantic the neurons of a layer and the features of a dictionary are. */
@Command(
    name = "polysemanticity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure the neurons of an MLP beside the features of a dictionary on its activations: the",
      "capacity of what they do, the monosemantic scale, and the meanings that their strongest",
      "examples fall into."
    })
final class PolysemanticityCommand extends CliCommand {
  private static final Pattern MLP = Pattern.compile("blocks\\.([0-9]{1,4})\\.mlp\\.hook_post");

  @Option(names = "--sae", required = true, paramLabel = "DIR", description = "The dictionary.")
  Path sae;

  @Mixin ModelOptions model;

  @Mixin CorpusOptions text;

  @Option(
      names = "--contexts",
      defaultValue = "200",
      paramLabel = "N",
      description = "The most contexts of text to read (default: ${DEFAULT-VALUE}).")
  long contexts;

  @Option(
      names = "--all-documents",
      description = "Read every document of the text, not only those held out from training.")
  boolean allDocuments;

  @Option(
      names = "--least-fired",
      defaultValue = "10",
      paramLabel = "N",
      description = {
        "Units active on fewer tokens are left out of capacity and scale (default:",
        "${DEFAULT-VALUE})."
      })
  int leastFired;

  @Option(
      names = "--examined",
      defaultValue = "512",
      paramLabel = "N",
      description = {
        "The most neurons, and the most features, whose examples are compared; a sample, if there",
        "are more (default: ${DEFAULT-VALUE})."
      })
  int examined;

  @Option(
      names = "--threshold",
      defaultValue = "0.9",
      paramLabel = "X",
      description =
          "Examples mean the same if the cosine of their embeddings is above it"
              + " (default: ${DEFAULT-VALUE}).")
  double threshold;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the figure goes (neurons-and-features.png and .svg), and every unit's meanings"
              + " with their examples (neurons.json, features.json).")
  @Nullable Path out;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--contexts", contexts);
    UsageException.atLeast(1, "--least-fired", leastFired);
    UsageException.atLeast(1, "--examined", examined);
    if (!(threshold >= -1 && threshold < 1)) {
      throw new UsageException("--threshold: expected a number in [-1, 1), got " + threshold);
    }
    int layer = layer();
    if (out != null) {
      Output.requireFolder("--out", out);
    }
    NeuronsAndFeatures compared = measured(layer, stop);
    result.put("sae", sae.toString());
    result.put("hook", model.hookPoint().name());
    result.put("tokens", compared.rows());
    result.put("measures", table(compared));
    if (common.json) {
      result.putAll(compared.toMap());
    }
    if (out != null) {
      write(out, compared);
      result.put("out", out.toString());
    }
  }

  private int layer() {
    HookPoint hook = model.hookPoint();
    return layer(hook)
        .orElseThrow(
            () ->
                new UsageException(
                    "--hook: neurons are at blocks.<layer>.mlp.hook_post, got " + hook.name()));
  }

  /** Returns the block whose neurons are at a hook point, if any are. */
  static OptionalInt layer(HookPoint hook) {
    Matcher matcher = MLP.matcher(hook.name());
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private NeuronsAndFeatures measured(int layer, StopSignal stop) {
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(sae, manager);
        Gpt2 loaded = model.load(manager)) {
      Corpus all = text.corpus(common.masterSeed());
      Corpus corpus = allDocuments ? all : all.heldOut(CorpusOptions.HELD_OUT);
      List<int[]> tokens =
          PackedContexts.first(
                  corpus, model.loadTokenizer(loaded), loaded.contextLength(), contexts)
              .stream()
              .map(PackedContext::tokens)
              .toList();
      ComparisonOptions options =
          ComparisonOptions.standard(common.masterSeed())
              .withLeastFired(leastFired)
              .withExamined(examined)
              .withMeanings(MeaningOptions.standard().withThreshold(threshold));
      try (Progress progress = new Progress(console(), "measuring", "contexts", tokens.size())) {
        return NeuronsAndFeatures.measure(
            loaded,
            layer,
            dictionary,
            tokens,
            options,
            read -> {
              stop.check();
              progress.at(read, "");
            });
      }
    }
  }

  /** Returns the measures, a line each, neurons and features in columns. */
  static Table table(NeuronsAndFeatures compared) {
    return new Table(compared.table().stream().map(PolysemanticityCommand::line).toList());
  }

  private static Map<String, Object> line(NeuronsAndFeatures.Measure measure) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("measure", measure.name());
    if (Double.isFinite(measure.neurons())) {
      line.put("neurons", measure.neurons());
    }
    if (Double.isFinite(measure.features())) {
      line.put("features", measure.features());
    }
    line.put("monosemantic", measure.higherIsMonosemantic() ? "high" : "low");
    line.put("reading", measure.reading());
    return line;
  }

  private static void write(Path folder, NeuronsAndFeatures compared) {
    ComparisonPlot.figure(compared).write(folder.resolve("neurons-and-features"));
    AtomicFile.writeString(
        folder.resolve("neurons.json"), StrictJson.write(compared.neurons().meanings().toMap()));
    AtomicFile.writeString(
        folder.resolve("features.json"), StrictJson.write(compared.features().meanings().toMap()));
  }
}
