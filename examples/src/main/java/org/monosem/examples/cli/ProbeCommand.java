package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.monosem.core.SparseAutoencoder;
import org.monosem.core.Tokenizer;
import org.monosem.examples.quickstart.LabelledContexts;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.tokenizer.PackedContexts;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.sae.feature.TokenContext;
import org.monosem.sae.probing.AbsorptionReport;
import org.monosem.sae.probing.ExampleChoice;
import org.monosem.sae.probing.FeatureAbsorption;
import org.monosem.sae.probing.LetterAbsorption;
import org.monosem.sae.probing.ProbeExamples;
import org.monosem.sae.probing.ProbeReader;
import org.monosem.sae.probing.ProbingListener;
import org.monosem.sae.probing.SparseProbing;
import org.monosem.sae.probing.SparseProbingReport;
import org.monosem.sae.probing.TokenLabels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Probes a dictionary with labelled text. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Probe a dictionary with labelled text, as SAEBench does: how well do its k best features",
      "tell a label, against the activations themselves and against random features; and are",
      "features of first letters absorbed by others. Labels are the documents' domains, the kinds",
      "of tokens, and the first letters of words."
    })
final class ProbeCommand extends CliCommand {
  private static final String DOMAIN = "domain";
  private static final String KIND = "token_kind";
  private static final String LETTER = "first_letter";
  private static final String ABSORPTION = "absorption";
  private static final Set<String> TASKS =
      new LinkedHashSet<>(List.of(DOMAIN, KIND, LETTER, ABSORPTION));

  private static final int MOST_OF_LABEL = 2500;
  private static final int MOST_OF_TOKEN = 10;

  @Option(names = "--sae", required = true, paramLabel = "DIR", description = "The dictionary.")
  Path sae;

  @Mixin ModelOptions options;

  @Mixin CorpusOptions text;

  @Option(
      names = "--contexts",
      defaultValue = "1000",
      paramLabel = "N",
      description = "The most contexts of text to read (default: ${DEFAULT-VALUE}).")
  long contexts;

  @Option(
      names = "--all-documents",
      description = "Read every document of the text, not only those held out from training.")
  boolean allDocuments;

  @Option(
      names = "--tasks",
      split = ",",
      defaultValue = "domain,token_kind,first_letter,absorption",
      paramLabel = "NAME",
      description = "What to probe for (default: ${DEFAULT-VALUE}).")
  List<String> tasks;

  @Option(
      names = "--k",
      split = ",",
      defaultValue = "1,2,5,10,20",
      paramLabel = "N",
      description = "Numbers of features of a sparse probe (default: ${DEFAULT-VALUE}).")
  List<Integer> ks;

  @Option(
      names = "--least-tokens",
      defaultValue = "16",
      paramLabel = "N",
      description = "Shorter pieces of documents have no part (default: ${DEFAULT-VALUE}).")
  int leastTokens;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    check();
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(sae, manager);
        Gpt2 model = options.load(manager)) {
      result.put("sae", sae.toString());
      result.put("d_sae", dictionary.dSae());
      Map<String, ProbeExamples> examples = read(model, dictionary, stop);
      List<SparseProbingReport> reports = new ArrayList<>();
      for (String task : examples.keySet()) {
        if (tasks.contains(task)) {
          reports.add(sparse(examples.get(task), stop));
        }
      }
      if (!reports.isEmpty()) {
        result.put("sparse_probing", described(reports));
      }
      if (tasks.contains(ABSORPTION)) {
        result.put(ABSORPTION, described(absorption(dictionary, examples, stop)));
      }
    }
  }

  private void check() {
    UsageException.atLeast(1, "--contexts", contexts);
    UsageException.atLeast(1, "--least-tokens", leastTokens);
    ks.forEach(k -> UsageException.atLeast(1, "--k", k));
    for (String task : tasks) {
      if (!TASKS.contains(task)) {
        throw new UsageException("--tasks: expected some of " + TASKS + ", got " + task);
      }
    }
  }

  private Map<String, ProbeExamples> read(
      Gpt2 model, SparseAutoencoder dictionary, StopSignal stop) {
    Tokenizer tokenizer = options.loadTokenizer(model);
    Corpus all = text.corpus(common.masterSeed());
    Corpus corpus = allDocuments ? all : all.heldOut(CorpusOptions.HELD_OUT);
    List<TokenContext> packed =
        PackedContexts.first(corpus, tokenizer, model.contextLength(), contexts).stream()
            .map(LabelledContexts::forSurvey)
            .toList();
    List<ExampleChoice> choices = choices(tokenizer);
    Map<String, ProbeExamples> examples = new LinkedHashMap<>();
    try (Progress progress = new Progress(console(), "reading", "contexts", packed.size())) {
      ProbeReader.of(model, dictionary, options.hookPoint())
          .read(packed.iterator(), choices, telling(progress, stop))
          .forEach(found -> examples.put(found.name(), found));
    }
    return examples;
  }

  private List<ExampleChoice> choices(Tokenizer tokenizer) {
    List<ExampleChoice> choices = new ArrayList<>();
    if (tasks.contains(DOMAIN)) {
      choices.add(ExampleChoice.documents(leastTokens, tokenizer.endOfTextId()));
    }
    if (tasks.contains(KIND)) {
      choices.add(
          ExampleChoice.tokens(KIND, TokenLabels.kinds(tokenizer), MOST_OF_LABEL, MOST_OF_TOKEN));
    }
    if (tasks.contains(LETTER) || tasks.contains(ABSORPTION)) {
      choices.add(
          ExampleChoice.tokens(
              LETTER, TokenLabels.firstLetter(tokenizer), MOST_OF_LABEL, MOST_OF_TOKEN));
    }
    return choices;
  }

  private SparseProbingReport sparse(ProbeExamples examples, StopSignal stop) {
    SparseProbing sizes = SparseProbing.defaults(common.masterSeed());
    SparseProbing probing =
        new SparseProbing(
            ks, sizes.mostTrain(), sizes.mostTest(), sizes.leastExamples(), sizes.seed());
    try (Progress progress = classes("probing " + examples.name(), examples)) {
      return probing.measure(examples, telling(progress, stop));
    }
  }

  private AbsorptionReport absorption(
      SparseAutoencoder dictionary, Map<String, ProbeExamples> examples, StopSignal stop) {
    ProbeExamples words = examples.get(LETTER);
    if (words == null) {
      throw new IllegalStateException("first letters were not read");
    }
    try (Progress progress = classes("absorption", words)) {
      return FeatureAbsorption.defaults(common.masterSeed())
          .measure(dictionary, words, telling(progress, stop));
    }
  }

  private Progress classes(String task, ProbeExamples examples) {
    return new Progress(console(), task, "classes", examples.labels().size());
  }

  private static ProbingListener telling(Progress progress, StopSignal stop) {
    return done -> {
      stop.check();
      progress.at(done, "");
    };
  }

  /** One line for each probe, one column for each set of labels. */
  private static Described described(List<SparseProbingReport> reports) {
    Map<String, Map<String, Object>> lines = new LinkedHashMap<>();
    for (SparseProbingReport report : reports) {
      report
          .means()
          .forEach(
              (key, value) ->
                  lines
                      .computeIfAbsent(key, k -> new LinkedHashMap<>(Map.of("accuracy", k)))
                      .put(report.name(), value));
    }
    Table table = new Table(List.copyOf(lines.values()));
    return new Described(SparseProbingReport.toMap(reports), table.text(Console::text));
  }

  private static Described described(AbsorptionReport report) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (LetterAbsorption letter : report.letters()) {
      Map<String, Object> line = new LinkedHashMap<>(letter.toMap());
      line.remove("main_features");
      lines.add(line);
    }
    Map<String, Object> mean = new LinkedHashMap<>();
    mean.put("first_letter", "mean");
    mean.put("mean_absorption_fraction", report.meanFraction());
    mean.put("full_absorption_rate", report.meanFullRate());
    mean.put("num_split_features", report.meanSplitFeatures());
    lines.add(mean);
    return new Described(report.toMap(), new Table(lines).text(Console::text));
  }
}
