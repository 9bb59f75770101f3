package org.monosem.examples.cli;

import java.nio.file.Path;
import java.util.Map;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.tokenizer.BpeTrainer;
import org.monosem.harvest.tokenizer.BpeTrainingListener;
import org.monosem.harvest.tokenizer.BpeVocabulary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a byte-level BPE and writes it as a {@code tokenizer.json}. */
@Command(
    name = "train-tokenizer",
    mixinStandardHelpOptions = true,
    description = "Train a byte-level BPE tokenizer and write it as tokenizer.json.")
final class TrainTokenizerCommand extends CliCommand {
  @Mixin CorpusOptions text;

  @Option(
      names = "--vocabulary",
      defaultValue = "4096",
      paramLabel = "N",
      description = "Tokens wanted, at least 257 (default: ${DEFAULT-VALUE}).")
  int vocabulary;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The tokenizer.json to write.")
  Path out;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(257, "--vocabulary", vocabulary);
    Output.requireFile("--out", out);
    Corpus corpus = text.corpus(common.masterSeed()).training(CorpusOptions.HELD_OUT);
    Listener listener = new Listener(console(), stop, vocabulary);
    BpeVocabulary learned;
    try (listener) {
      learned = BpeTrainer.of(vocabulary).withListener(listener).train(corpus);
    }
    learned.write(out);
    result.put("tokenizer", out.toString());
    result.put("vocabulary", learned.size());
    result.put("documents", listener.documents);
    result.put("characters", listener.characters);
  }

  /** Shows the two halves of the work: counting words, then learning merges. */
  private static final class Listener implements BpeTrainingListener, AutoCloseable {
    private static final long SAY_EVERY = 5000;

    private final Console console;
    private final StopSignal stop;
    private final Progress merges;
    private long documents;
    private long characters;

    Listener(Console console, StopSignal stop, int wanted) {
      this.stop = stop;
      this.console = console;
      this.merges = new Progress(console, "learning", "tokens", wanted);
    }

    @Override
    public void counted(long documentsSoFar, long charactersSoFar) {
      documents = documentsSoFar;
      characters = charactersSoFar;
      stop.check();
      if (documents % SAY_EVERY == 0) {
        console.say("counting words: " + documents + " documents, " + characters + " characters");
      }
    }

    @Override
    public void learned(int vocabularySize, int wanted) {
      stop.check();
      merges.at(vocabularySize, "");
    }

    @Override
    public void close() {
      merges.close();
    }
  }
}
