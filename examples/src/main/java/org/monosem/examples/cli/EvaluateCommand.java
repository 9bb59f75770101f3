package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.SparseAutoencoder;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.evaluation.SpliceEvaluation;
import org.monosem.sae.evaluation.SpliceOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a dictionary on a cache, and inside its model on text. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure a dictionary: on the activations of a cache (--cache), and inside its model on",
      "held-out text (--corpus or --sources): losses clean, spliced, zero- and mean-ablated."
    })
final class EvaluateCommand extends CliCommand {
  @Option(names = "--sae", required = true, paramLabel = "DIR", description = "The dictionary.")
  Path sae;

  @Option(names = "--cache", paramLabel = "DIR", description = "Activations to reconstruct.")
  @Nullable Path cache;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "The most rows of the cache to read (default: all).")
  @Nullable Long rows;

  @Mixin ModelOptions options;

  @Mixin CorpusOptions text;

  @Option(
      names = "--contexts",
      defaultValue = "400",
      paramLabel = "N",
      description = "The most contexts of text to read (default: ${DEFAULT-VALUE}).")
  long contexts;

  @Option(
      names = "--all-documents",
      description = "Read every document of the text, not only those held out from training.")
  boolean allDocuments;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    boolean hasText = text.sources != null || !text.paths.isEmpty();
    if (cache == null && !hasText) {
      throw new UsageException("nothing to measure on: give --cache DIR, --corpus PATH or both");
    }
    refuseIdle(hasText);
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(sae, manager)) {
      result.put("sae", sae.toString());
      result.put("d_in", dictionary.dIn());
      result.put("d_sae", dictionary.dSae());
      if (cache != null) {
        result.put("cache", onCache(dictionary, cache, stop));
      }
      if (hasText) {
        result.put("model", inModel(dictionary, manager, stop));
      }
    }
  }

  private void refuseIdle(boolean hasText) {
    UsageException.atLeast(1, "--contexts", contexts);
    if (cache == null) {
      refuse("without --cache", "--rows");
    } else if (rows != null) {
      UsageException.atLeast(1, "--rows", rows);
    }
    if (!hasText) {
      refuse(
          "without --corpus or --sources",
          "--model",
          "--tokenizer",
          "--hook",
          "--contexts",
          "--all-documents");
    }
  }

  private Map<String, Object> onCache(SparseAutoencoder dictionary, Path folder, StopSignal stop) {
    ActivationCache source = ActivationCache.open(folder);
    if (source.width() != dictionary.dIn()) {
      throw new IllegalArgumentException(
          "%s: expected rows of dIn=%d, the width of %s, got %d"
              .formatted(folder, dictionary.dIn(), sae, source.width()));
    }
    DictionaryEvaluation evaluation = DictionaryEvaluation.onePass().withSeed(common.masterSeed());
    long total = rows == null ? source.rows() : Math.min(rows, source.rows());
    try (Progress progress = new Progress(console(), "reconstructing", "rows", total)) {
      return evaluation
          .withRows(total)
          .evaluate(
              dictionary,
              source,
              at -> {
                stop.check();
                progress.at(at.done(), "");
              })
          .toMap();
    }
  }

  private Map<String, Object> inModel(
      SparseAutoencoder dictionary, NDManager manager, StopSignal stop) {
    try (Gpt2 model = options.load(manager)) {
      Corpus all = text.corpus(common.masterSeed());
      Corpus corpus = allDocuments ? all : all.heldOut(CorpusOptions.HELD_OUT);
      List<int[]> tokens =
          PackedContexts.first(
                  corpus, options.loadTokenizer(model), model.contextLength(), contexts)
              .stream()
              .map(PackedContext::tokens)
              .toList();
      try (Progress progress = new Progress(console(), "splicing", "contexts", tokens.size())) {
        SpliceOptions splice =
            SpliceOptions.defaults()
                .withListener(
                    at -> {
                      stop.check();
                      progress.at(at.done(), "");
                    });
        return SpliceEvaluation.of(model, dictionary, options.hookPoint(), splice)
            .evaluate(tokens)
            .toMap();
      }
    }
  }
}
