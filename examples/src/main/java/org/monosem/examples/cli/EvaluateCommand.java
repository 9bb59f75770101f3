package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.monosem.core.ActivationSource;
import org.monosem.core.Crosscoder;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.checkpoint.DictionaryKind;
import org.monosem.core.file.AtomicFile;
import org.monosem.core.json.StrictJson;
import org.monosem.examples.polysemanticity.ComparisonOptions;
import org.monosem.examples.polysemanticity.NeuronsAndFeatures;
import org.monosem.harvest.cache.ActivationCache;
import org.monosem.harvest.cache.PairedCaches;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.pipeline.SkippedPositions;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.sae.evaluation.DictionaryEvaluation;
import org.monosem.sae.evaluation.DictionaryGeometry;
import org.monosem.sae.evaluation.EvaluationListener;
import org.monosem.sae.evaluation.GeometryReport;
import org.monosem.sae.evaluation.LabelledContext;
import org.monosem.sae.evaluation.SaeBenchCore;
import org.monosem.sae.evaluation.SaeBenchOrigin;
import org.monosem.sae.evaluation.SaeBenchStamp;
import org.monosem.sae.evaluation.SpliceReport;
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
      "held-out text (--corpus or --sources): losses and divergences clean, spliced, zero-, mean-",
      "and resample-ablated, as a whole and by domain; and compare the directions of its features."
    })
final class EvaluateCommand extends CliCommand {
  /** Contexts that neurons and features are compared on: each is a document of examples. */
  private static final int COMPARED_CONTEXTS = 150;

  @Option(names = "--sae", required = true, paramLabel = "DIR", description = "The dictionary.")
  Path sae;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Activations to reconstruct. Give it again for a crosscoder's paired caches, in their"
              + " order.")
  List<Path> caches = List.of();

  @Option(
      names = "--target",
      paramLabel = "DIR",
      description = "For a transcoder: the activations to predict, paired with --cache.")
  @Nullable Path target;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "The most rows of the cache to read (default: all).")
  @Nullable Long rows;

  @Mixin InModelOptions inModel;

  @Option(
      names = "--cosine-features",
      defaultValue = "8192",
      paramLabel = "N",
      description = {
        "The most features whose directions are compared with all others; a sample, if there are",
        "more (default: ${DEFAULT-VALUE})."
      })
  int cosineFeatures;

  @Option(
      names = "--saebench",
      paramLabel = "FILE",
      description = "Write the result in the model as SAEBench's core evaluation would, as JSON.")
  @Nullable Path saeBench;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    boolean hasText = inModel.hasText();
    if (caches.isEmpty() && !hasText) {
      throw new UsageException("nothing to measure on: give --cache DIR, --corpus PATH or both");
    }
    refuseIdle(hasText);
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(sae, manager)) {
      checkKind(dictionary);
      result.put("sae", sae.toString());
      result.put("d_in", dictionary.dIn());
      result.put("d_sae", dictionary.dSae());
      GeometryReport geometry = geometry(dictionary, stop);
      Described directions = EvaluationText.of(geometry);
      if (!caches.isEmpty()) {
        result.put("cache", onCaches(dictionary, stop).with("geometry", directions));
      }
      if (hasText) {
        keepSkipped(result);
        result.put("model", spliced(dictionary, geometry, stop).with("geometry", directions));
        compareWithNeurons(result, dictionary, stop);
      }
    }
  }

  /** What was left out of the cache is no position to judge the dictionary at. */
  private void keepSkipped(Map<String, Object> result) {
    if (caches.isEmpty()) {
      return;
    }
    SkippedPositions skipped = SkippedPositions.of(ActivationCache.open(caches.get(0)).origin());
    inModel.keep(skipped);
    if (!skipped.isEmpty()) {
      result.put("unedited_as_in_cache", skipped.toString());
    }
  }

  /** A transcoder has two ends, an autoencoder one. */
  private void checkKind(SparseAutoencoder dictionary) {
    boolean transcoder = dictionary.config().kind() != DictionaryKind.AUTOENCODER;
    boolean crosscoder = Crosscoder.is(dictionary);
    inModel.checkSpliced(sae.toString(), transcoder, crosscoder);
    if (!transcoder && target != null) {
      throw new UsageException(
          "--target: %s is no transcoder, it reconstructs what it reads".formatted(sae));
    }
    if (transcoder && !caches.isEmpty() && target == null) {
      throw new UsageException("--cache: %s is a transcoder, give --target DIR too".formatted(sae));
    }
    if (caches.size() > 1 && !crosscoder) {
      throw new UsageException(
          "--cache: %s is no crosscoder, expected one cache, got %s".formatted(sae, caches));
    }
  }

  private void refuseIdle(boolean hasText) {
    inModel.check();
    UsageException.atLeast(1, "--cosine-features", cosineFeatures);
    if (caches.isEmpty()) {
      refuse("without --cache", "--rows", "--target");
    } else if (rows != null) {
      UsageException.atLeast(1, "--rows", rows);
    }
    if (!hasText) {
      refuse("without --corpus or --sources", InModelOptions.NEED_TEXT);
      refuse("without --corpus or --sources", "--saebench");
    }
    if (saeBench != null) {
      Output.requireFile("--saebench", saeBench);
    }
  }

  private Described onCaches(SparseAutoencoder dictionary, StopSignal stop) {
    ActivationSource source = source(dictionary);
    DictionaryEvaluation evaluation = DictionaryEvaluation.onePass().withSeed(common.masterSeed());
    long total = rows == null ? source.rows() : Math.min(rows, source.rows());
    try (Progress progress = new Progress(console(), "reconstructing", "rows", total)) {
      return EvaluationText.of(
          evaluation.withRows(total).evaluate(dictionary, source, telling(progress, stop)));
    }
  }

  /** Opens the rows that the dictionary reads, and beside them those that a transcoder predicts. */
  private ActivationSource source(SparseAutoencoder dictionary) {
    List<ActivationCache> read = new ArrayList<>();
    caches.forEach(folder -> read.add(ActivationCache.open(folder)));
    int width = read.stream().mapToInt(ActivationCache::width).sum();
    if (width != dictionary.dIn()) {
      throw new IllegalArgumentException(
          "%s: expected rows of dIn=%d, the width of %s, got %d"
              .formatted(
                  caches.stream().map(Path::toString).collect(Collectors.joining(" and ")),
                  dictionary.dIn(),
                  sae,
                  width));
    }
    if (target != null) {
      read.add(ActivationCache.open(target));
    }
    return read.size() == 1 ? read.get(0) : PairedCaches.of(read);
  }

  private GeometryReport geometry(SparseAutoencoder dictionary, StopSignal stop) {
    long compared = 2L * Math.min(cosineFeatures, dictionary.dSae());
    try (Progress progress =
        new Progress(console(), "comparing directions", "features", compared)) {
      return new DictionaryGeometry(cosineFeatures, common.masterSeed())
          .measure(dictionary, telling(progress, stop));
    }
  }

  private Described spliced(
      SparseAutoencoder dictionary, GeometryReport geometry, StopSignal stop) {
    try (NDManager manager = dictionary.newManager();
        Gpt2 model = inModel.model.load(manager)) {
      Corpus corpus = inModel.corpus(common.masterSeed());
      SpliceReport report = splice(model, dictionary, inModel.contexts(model, corpus), stop);
      if (saeBench != null) {
        SaeBenchOrigin origin =
            new SaeBenchOrigin(modelName(), corpus.description(), model.contextLength(), config());
        writeSaeBench(saeBench, new SaeBenchCore(report, geometry, origin, stamp()), dictionary);
      }
      return EvaluationText.of(report);
    }
  }

  /** Of an autoencoder of MLP activations: its features beside the neurons. */
  private void compareWithNeurons(
      Map<String, Object> result, SparseAutoencoder dictionary, StopSignal stop) {
    OptionalInt layer = PolysemanticityCommand.layer(inModel.model.hookPoint());
    if (layer.isEmpty() || dictionary.config().kind() != DictionaryKind.AUTOENCODER) {
      return;
    }
    try (NDManager manager = dictionary.newManager();
        Gpt2 model = inModel.model.load(manager)) {
      List<int[]> contexts =
          inModel.tokens(model, inModel.corpus(common.masterSeed()), COMPARED_CONTEXTS);
      NeuronsAndFeatures compared = compared(model, layer.getAsInt(), dictionary, contexts, stop);
      result.put(
          "polysemanticity",
          common.json ? compared.toMap() : PolysemanticityCommand.table(compared));
    }
  }

  private NeuronsAndFeatures compared(
      Gpt2 model, int layer, SparseAutoencoder dictionary, List<int[]> contexts, StopSignal stop) {
    ComparisonOptions options = ComparisonOptions.standard(common.masterSeed());
    try (Progress progress =
        new Progress(console(), "comparing with neurons", "contexts", contexts.size())) {
      return NeuronsAndFeatures.measure(
          model,
          layer,
          dictionary,
          contexts,
          options,
          read -> {
            stop.check();
            progress.at(read, "");
          });
    }
  }

  private SpliceReport splice(
      Gpt2 model, SparseAutoencoder dictionary, List<LabelledContext> labelled, StopSignal stop) {
    try (Progress progress = new Progress(console(), "splicing", "contexts", labelled.size())) {
      return inModel.splice(
          model, dictionary, labelled, common.masterSeed(), telling(progress, stop));
    }
  }

  private static EvaluationListener telling(Progress progress, StopSignal stop) {
    return at -> {
      stop.check();
      progress.at(at.done(), "");
    };
  }

  private String modelName() {
    return inModel.model.folder == null
        ? "monosem shipped one-layer model"
        : name(inModel.model.folder);
  }

  private Map<String, Object> config() {
    return StrictJson.readObject(sae.resolve("cfg.json"));
  }

  private SaeBenchStamp stamp() {
    return new SaeBenchStamp(UUID.randomUUID(), Instant.now(), name(sae));
  }

  private static String name(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }

  private static void writeSaeBench(Path file, SaeBenchCore core, SparseAutoencoder dictionary) {
    AtomicFile.writeString(file, StrictJson.write(core.toMap(dictionary)));
  }
}
