package org.monosem.examples.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.monosem.core.HookPoint;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.random.Seed;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.pipeline.SkippedPositions;
import org.monosem.harvest.tokenizer.PackedContext;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.sae.evaluation.EvaluationListener;
import org.monosem.sae.evaluation.HookPair;
import org.monosem.sae.evaluation.LabelledContext;
import org.monosem.sae.evaluation.SpliceEvaluation;
import org.monosem.sae.evaluation.SpliceOptions;
import org.monosem.sae.evaluation.SpliceReport;
import org.monosem.sae.evaluation.UneditedPositions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** In which model, on which text and how dictionaries are spliced in. */
final class InModelOptions {
  /** The options that say nothing without text. */
  static final String[] NEED_TEXT = {
    "--model",
    "--tokenizer",
    "--hook",
    "--hook-out",
    "--contexts",
    "--all-documents",
    "--no-resample",
    "--keep-first",
    "--keep-tokens"
  };

  @Mixin ModelOptions model;

  @Mixin CorpusOptions text;

  @Option(
      names = "--hook-out",
      paramLabel = "NAME",
      description = "For a transcoder: the hook point that it writes; --hook is what it reads.")
  @Nullable String hookOut;

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

  @Option(
      names = "--no-resample",
      description = "Leave resample ablation out, one of five runs behind the hook point.")
  boolean noResample;

  @Option(
      names = "--keep-first",
      description =
          "Leave position 0 of every context unedited in every run, and count it nowhere.")
  boolean keepFirst;

  @Option(
      names = "--keep-tokens",
      split = ",",
      paramLabel = "ID",
      description = {
        "Leave the positions of these token ids unedited likewise. What harvest left out of --cache",
        "is left unedited without being named."
      })
  List<Integer> keepTokens = List.of();

  private SkippedPositions skipped = SkippedPositions.none();

  /** Leaves unedited what a harvest left out of a cache. */
  void keep(SkippedPositions ofCache) {
    skipped = ofCache;
  }

  boolean hasText() {
    return text.sources != null || !text.paths.isEmpty();
  }

  void check() {
    UsageException.atLeast(1, "--contexts", contexts);
    keepTokens.forEach(id -> UsageException.atLeast(0, "--keep-tokens", id));
  }

  /**
   * Refuses hook points that do not go with what is spliced in.
   *
   * @param what names the dictionaries in the message
   */
  void checkSpliced(String what, boolean transcoder, boolean crosscoder) {
    if (!transcoder && hookOut != null) {
      throw new UsageException(
          "--hook-out: %s is no transcoder, it reconstructs what it reads".formatted(what));
    }
    if (transcoder && hasText() && hookOut == null) {
      throw new UsageException("%s is a transcoder, give --hook-out NAME".formatted(what));
    }
    if (crosscoder && hasText()) {
      throw new UsageException(
          "--corpus, --sources: %s is a crosscoder, it has no one place in a model; measure it on"
                  .formatted(what)
              + " its caches");
    }
  }

  Corpus corpus(Seed seed) {
    Corpus all = text.corpus(seed);
    return allDocuments ? all : all.heldOut(CorpusOptions.HELD_OUT);
  }

  List<LabelledContext> contexts(Gpt2 loaded, Corpus corpus) {
    return packed(loaded, corpus, contexts).stream().map(InModelOptions::labelled).toList();
  }

  /** Returns the token ids of the first contexts, of no more than are measured on. */
  List<int[]> tokens(Gpt2 loaded, Corpus corpus, long most) {
    return packed(loaded, corpus, Math.min(most, contexts)).stream()
        .map(PackedContext::tokens)
        .toList();
  }

  private List<PackedContext> packed(Gpt2 loaded, Corpus corpus, long most) {
    return PackedContexts.first(corpus, model.loadTokenizer(loaded), loaded.contextLength(), most);
  }

  SpliceReport splice(
      Gpt2 loaded,
      SparseAutoencoder dictionary,
      List<LabelledContext> labelled,
      Seed seed,
      EvaluationListener listener) {
    HookPoint read = model.hookPoint();
    HookPair hooks = new HookPair(read, hookOut == null ? read : HookPoint.of(hookOut));
    return SpliceEvaluation.ofTranscoder(loaded, dictionary, hooks, options(seed, listener))
        .evaluateLabelled(labelled);
  }

  private SpliceOptions options(Seed seed, EvaluationListener listener) {
    SpliceOptions splice = SpliceOptions.defaults().withListener(listener);
    if (!noResample) {
      splice = splice.withResampling(seed);
    }
    return splice.withUnedited(unedited());
  }

  private UneditedPositions unedited() {
    int first = Math.max(skipped.first(), keepFirst ? 1 : 0);
    return new UneditedPositions(first, skipped.tokens())
        .andTokens(keepTokens.stream().mapToInt(Integer::intValue).toArray());
  }

  private static LabelledContext labelled(PackedContext context) {
    return LabelledContext.of(
        context.tokens(),
        IntStream.range(0, context.length()).mapToObj(i -> context.label(i).domain()).toList());
  }
}
