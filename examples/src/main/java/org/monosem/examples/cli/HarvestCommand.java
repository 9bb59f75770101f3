package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.monosem.core.HookPoint;
import org.monosem.core.safetensors.ElementType;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.CacheLayout;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.pipeline.Harvest;
import org.monosem.harvest.pipeline.HarvestBuilder;
import org.monosem.harvest.pipeline.HarvestReport;
import org.monosem.harvest.pipeline.TokenContext;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.harvest.transformer.Gpt2;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs text through a model and keeps the activations of one hook point. */
@Command(
    name = "harvest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Cache the activations of a hook point; run again to go on after a stop. Give --hook again",
      "for more hook points of the same forward passes: each gets a cache under --out, named after",
      "it, with rows in the same order, as transcoders and crosscoders are trained on."
    })
final class HarvestCommand extends CliCommand {
  @Mixin ModelOptions options;

  @Mixin CorpusOptions text;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description = "Instead of text: a safetensors file with input_ids [batch, position].")
  @Nullable Path tokens;

  @Option(names = "--out", paramLabel = "DIR", description = "The cache to write.")
  @Nullable Path out;

  @Option(
      names = "--save-activations",
      paramLabel = "FILE",
      description =
          "Instead of a cache: one safetensors tensor, activations [batch, position, width].")
  @Nullable Path saveActivations;

  @Option(
      names = "--rows",
      defaultValue = "1000000",
      paramLabel = "N",
      description = "The most rows of a cache (default: ${DEFAULT-VALUE}).")
  long rows;

  @Option(
      names = "--dtype",
      defaultValue = "F16",
      description = "How a cache's rows are stored: F32, F16 or BF16 (default: ${DEFAULT-VALUE}).")
  ElementType dtype;

  @Option(
      names = "--batch",
      defaultValue = "32",
      paramLabel = "N",
      description = "Contexts of one forward pass (default: ${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--positions-per-context",
      paramLabel = "N",
      description = "Keep a random choice of positions of each context (default: all).")
  @Nullable Integer positionsPerContext;

  @Mixin SkipOptions skip;

  @Option(
      names = "--pair-with",
      paramLabel = "DIR",
      description = {
        "Put the rows in the order of those of this cache, made of the same text with the same",
        "options by another model: for crosscoders over models."
      })
  @Nullable Path pairWith;

  @Option(
      names = "--held-out",
      description = "Read the documents that no command trains on, instead of the others.")
  boolean heldOut;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    checkOptions();
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        Gpt2 model = options.load(manager)) {
      if (saveActivations != null) {
        saveActivations(model, saveActivations, result, stop);
      } else {
        fillCache(model, result, stop);
      }
    }
  }

  private void checkOptions() {
    if ((out == null) == (saveActivations == null)) {
      throw new UsageException("give either --out DIR or --save-activations FILE");
    }
    if (tokens != null) {
      refuse("with --tokens", "--corpus", "--sources", "--sources-characters", "--held-out");
    }
    UsageException.atLeast(1, "--batch", batch);
    skip.check();
    if (saveActivations != null) {
      checkForActivations(saveActivations);
    } else {
      checkForCache(path(out));
    }
    if (tokens != null) {
      Input.requireFile("--tokens", tokens);
    }
  }

  private void checkForActivations(Path file) {
    if (tokens == null) {
      throw new UsageException("--save-activations needs --tokens FILE");
    }
    refuse(
        "with --save-activations", "--rows", "--dtype", "--positions-per-context", "--pair-with");
    refuse("with --save-activations", SkipOptions.NAMES);
    Output.requireFile("--save-activations", file);
  }

  private void checkForCache(Path folder) {
    UsageException.atLeast(1, "--rows", rows);
    if (positionsPerContext != null) {
      UsageException.atLeast(1, "--positions-per-context", positionsPerContext);
    }
    Output.requireFolder("--out", folder);
  }

  private void saveActivations(Gpt2 model, Path file, Map<String, Object> result, StopSignal stop) {
    TokenFile contexts = TokenFile.read(path(tokens)).requireFor(model);
    long values = new ActivationFile(model, options.hookPoint(), batch).write(contexts, file, stop);
    result.put("activations", file.toString());
    result.put("hook", options.hookPoint().name());
    result.put("contexts", contexts.batch());
    result.put("positions", contexts.position());
    result.put("width", model.width(options.hookPoint()));
    result.put("values", values);
  }

  private void fillCache(Gpt2 model, Map<String, Object> result, StopSignal stop) {
    try (Progress progress = new Progress(console(), "harvesting", "rows", rows)) {
      HarvestBuilder builder =
          Harvest.of(model, options.hookPoints().get(0))
              .named(model.fingerprint(), options.tokenizerName())
              .type(dtype)
              .seed(common.seed)
              .batchSize(batch)
              .maxRows(rows)
              .listener(
                  at -> {
                    progress.at(at.rows(), "");
                    return !stop.getAsBoolean();
                  });
      options.hookPoints().stream().skip(1).forEach(builder::and);
      skip.applyTo(builder, skip.special ? options.loadTokenizer(model).endOfTextId() : null);
      if (pairWith != null) {
        CacheLayout layout = ActivationCache.open(pairWith).layout();
        builder.seed(layout.seed()).shardRows(layout.shardRows()).poolRows(layout.poolRows());
      }
      if (positionsPerContext != null) {
        builder.positionsPerContext(positionsPerContext);
      }
      HarvestReport report = tokens == null ? fromText(model, builder) : fromTokens(model, builder);
      result.put("cache", report.cache().toString());
      putHooks(model, result);
      result.put("rows", report.rows());
      result.put("contexts", report.contexts());
      result.put("complete", report.complete());
      result.put("seconds", report.seconds());
      result.put("rows_per_second", report.newRows() / Math.max(1e-9, report.seconds()));
    }
  }

  private void putHooks(Gpt2 model, Map<String, Object> result) {
    List<HookPoint> hooks = options.hookPoints();
    if (hooks.size() == 1) {
      result.put("hook", hooks.get(0).name());
      result.put("width", model.width(hooks.get(0)));
    } else {
      result.put("hooks", hooks.stream().map(HookPoint::name).toList());
      result.put("widths", hooks.stream().map(model::width).toList());
    }
  }

  private HarvestReport fromText(Gpt2 model, HarvestBuilder builder) {
    Corpus all = text.corpus(common.masterSeed());
    Corpus corpus =
        heldOut ? all.heldOut(CorpusOptions.HELD_OUT) : all.training(CorpusOptions.HELD_OUT);
    try (PackedContexts contexts =
        PackedContexts.of(corpus, options.loadTokenizer(model), model.contextLength())) {
      Iterator<TokenContext> forModel = contexts.stream().map(TokenContext::of).iterator();
      return builder.build(forModel, corpus.description(), path(out)).run();
    }
  }

  private HarvestReport fromTokens(Gpt2 model, HarvestBuilder builder) {
    Path file = path(tokens);
    TokenFile all = TokenFile.read(file).requireFor(model);
    Iterator<TokenContext> contexts =
        IntStream.range(0, all.batch())
            .mapToObj(
                c -> {
                  long[] documents = new long[all.position()];
                  java.util.Arrays.fill(documents, c);
                  return TokenContext.of(toInts(all.rows(c, c + 1)), documents);
                })
            .iterator();
    return builder.build(contexts, file.getFileName().toString(), path(out)).run();
  }

  private static int[] toInts(long[] ids) {
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = Math.toIntExact(ids[i]);
    }
    return tokens;
  }

  private static Path path(@Nullable Path given) {
    return java.util.Objects.requireNonNull(given);
  }
}
