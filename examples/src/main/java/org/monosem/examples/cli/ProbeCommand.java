package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
import org.monosem.sae.probing.ExampleChoice;
import org.monosem.sae.probing.FeatureAbsorption;
import org.monosem.sae.probing.ProbeExamples;
import org.monosem.sae.probing.ProbeReader;
import org.monosem.sae.probing.ProbeRequirements;
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
      "features of first letters, or of kinds of tokens, absorbed by others. Labels are the",
      "documents' domains, the kinds of tokens, and the first letters of words."
    })
final class ProbeCommand extends CliCommand {
  private static final String DOMAIN = "domain";
  private static final String KIND = "token_kind";
  private static final String LETTER = "first_letter";
  private static final String ABSORPTION = "absorption";
  private static final String KIND_ABSORPTION = "kind_absorption";
  private static final Set<String> TASKS =
      new LinkedHashSet<>(List.of(DOMAIN, KIND, LETTER, ABSORPTION, KIND_ABSORPTION));

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
      defaultValue = "domain,token_kind,first_letter,absorption,kind_absorption",
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

  @Option(
      names = "--least-examples",
      defaultValue = "20",
      paramLabel = "N",
      description = {
        "A class with fewer examples, to train on or to test on, is left out of sparse probing and",
        "named with its count (default: ${DEFAULT-VALUE})."
      })
  int leastExamples;

  @Option(
      names = "--least-probe-f1",
      defaultValue = "0.6",
      paramLabel = "F1",
      description = {
        "Absorption is measured for labels that a probe of the activations tells with a greater F1",
        "(default: ${DEFAULT-VALUE})."
      })
  double leastProbeF1;

  @Option(
      names = "--least-letters",
      defaultValue = "20",
      paramLabel = "N",
      description = {
        "Absorption of first letters is not defined if fewer of them are measured",
        "(default: ${DEFAULT-VALUE})."
      })
  int leastLetters;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    check();
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        SparseAutoencoder dictionary = SparseAutoencoder.load(sae, manager);
        Gpt2 model = options.load(manager)) {
      result.put("sae", sae.toString());
      result.put("d_sae", dictionary.dSae());
      Map<String, ProbeExamples> examples = read(model, dictionary, stop);
      List<String> without = tasks.stream().filter(t -> !examples.containsKey(labels(t))).toList();
      if (!without.isEmpty()) {
        result.put("tasks_without_examples", without);
      }
      List<SparseProbingReport> reports = new ArrayList<>();
      for (ProbeExamples found : examples.values()) {
        if (tasks.contains(found.name())) {
          reports.add(sparse(found, stop));
        }
      }
      if (!reports.isEmpty()) {
        result.put("sparse_probing", ProbeText.of(reports));
      }
      for (String task : List.of(ABSORPTION, KIND_ABSORPTION)) {
        ProbeExamples tokens = examples.get(labels(task));
        if (tasks.contains(task) && tokens != null) {
          result.put(task, absorption(task, tokens, dictionary, stop));
        }
      }
    }
  }

  private void check() {
    UsageException.atLeast(1, "--contexts", contexts);
    UsageException.atLeast(1, "--least-tokens", leastTokens);
    ks.forEach(k -> UsageException.atLeast(1, "--k", k));
    UsageException.atLeast(1, "--least-examples", leastExamples);
    UsageException.atLeast(1, "--least-letters", leastLetters);
    if (!(leastProbeF1 >= 0 && leastProbeF1 < 1)) {
      throw new UsageException("--least-probe-f1: expected 0 to below 1, got " + leastProbeF1);
    }
    for (String task : tasks) {
      if (!TASKS.contains(task)) {
        throw new UsageException("--tasks: expected some of " + TASKS + ", got " + task);
      }
    }
    refuseIdle();
  }

  /** Refuses options that the tasks have no use for. */
  private void refuseIdle() {
    if (!tasks.contains(DOMAIN)) {
      refuse("without --tasks domain", "--least-tokens");
    }
    if (Collections.disjoint(tasks, List.of(DOMAIN, KIND, LETTER))) {
      refuse("without a task of sparse probing", "--k", "--least-examples");
    }
    if (!tasks.contains(ABSORPTION)) {
      refuse("without --tasks absorption", "--least-letters");
    }
    if (Collections.disjoint(tasks, List.of(ABSORPTION, KIND_ABSORPTION))) {
      refuse("without --tasks absorption or kind_absorption", "--least-probe-f1");
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
    if (tasks.contains(KIND) || tasks.contains(KIND_ABSORPTION)) {
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
    SparseProbing probing =
        SparseProbing.defaults(common.masterSeed()).withKs(ks).withLeastExamples(leastExamples);
    try (Progress progress = classes("probing " + examples.name(), examples)) {
      return probing.measure(examples, telling(progress, stop));
    }
  }

  /** Returns the name of the labels that a task is about. */
  private static String labels(String task) {
    return switch (task) {
      case ABSORPTION -> LETTER;
      case KIND_ABSORPTION -> KIND;
      default -> task;
    };
  }

  private ProbeRequirements requirements(String task) {
    ProbeRequirements usual = ProbeRequirements.SAEBENCH;
    int leastLabels = task.equals(ABSORPTION) ? leastLetters : 1;
    return new ProbeRequirements(usual.leastTokens(), leastProbeF1, leastLabels);
  }

  private Described absorption(
      String task, ProbeExamples tokens, SparseAutoencoder dictionary, StopSignal stop) {
    try (Progress progress = classes("absorption of " + tokens.name(), tokens)) {
      return ProbeText.of(
          FeatureAbsorption.defaults(common.masterSeed())
              .withRequirements(requirements(task))
              .measure(dictionary, tokens, telling(progress, stop)));
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
}
