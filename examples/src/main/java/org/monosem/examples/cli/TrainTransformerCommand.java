package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.monosem.core.safetensors.ElementType;
import org.monosem.harvest.corpus.Corpus;
import org.monosem.harvest.tokenizer.TokenizerFile;
import org.monosem.harvest.transformer.AdamW;
import org.monosem.harvest.transformer.Gpt2Config;
import org.monosem.harvest.transformer.Gpt2Folder;
import org.monosem.harvest.transformer.Gpt2Trainer;
import org.monosem.harvest.transformer.MlpActivation;
import org.monosem.harvest.transformer.TokenContexts;
import org.monosem.harvest.transformer.TrainingListener;
import org.monosem.harvest.transformer.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a GPT-2-style transformer from scratch and writes it as a HuggingFace folder. */
@Command(
    name = "train-transformer",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Train a GPT-2-style transformer on text; stop it and run it again to go on.")
final class TrainTransformerCommand extends CliCommand {
  @Mixin CorpusOptions text;

  @Option(
      names = "--tokenizer",
      required = true,
      paramLabel = "FILE",
      description = "The tokenizer.json to read the text with.")
  Path tokenizer;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the model goes; checkpoints lie in DIR/checkpoints.")
  Path out;

  @Option(names = "--context", defaultValue = "256", description = "Tokens of a context.")
  int context;

  @Option(names = "--layers", defaultValue = "1", description = "Blocks.")
  int layers;

  @Option(names = "--heads", defaultValue = "4", description = "Attention heads of a block.")
  int heads;

  @Option(names = "--d-model", defaultValue = "128", description = "Width of the residual stream.")
  int dModel;

  @Option(names = "--d-mlp", defaultValue = "512", description = "Width of the MLP.")
  int dMlp;

  @Option(names = "--activation", defaultValue = "RELU", description = "${COMPLETION-CANDIDATES}.")
  MlpActivation activation;

  @Option(names = "--tied", description = "Unembed with the token embedding.")
  boolean tied;

  @Option(names = "--steps", defaultValue = "5000", description = "Updates.")
  long steps;

  @Option(names = "--batch", defaultValue = "32", description = "Contexts of an update.")
  int batch;

  @Option(names = "--learning-rate", defaultValue = "3e-3", description = "At its highest.")
  double learningRate;

  @Option(names = "--warm-up", defaultValue = "100", description = "Steps to reach it.")
  long warmUp;

  @Option(names = "--weight-decay", defaultValue = "0.01", description = "Decoupled, on matrices.")
  double weightDecay;

  @Option(names = "--precision", defaultValue = "BF16", description = "${COMPLETION-CANDIDATES}.")
  TrainingPlan.Precision precision;

  @Mixin RegularisationOptions regularisation;

  @Option(
      names = "--every",
      defaultValue = "500",
      description = "Steps between held-out losses and checkpoints.")
  long every;

  @Option(
      names = "--held-out-contexts",
      defaultValue = "200",
      description = "Contexts of held-out text that the held-out loss is taken on.")
  int heldOutContexts;

  @Option(
      names = "--dtype",
      defaultValue = "F32",
      description = "How the weights are written: F32, BF16 or F16.")
  ElementType dtype;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    checkOptions();
    TokenizerFile vocabulary = TokenizerFile.load(Input.requireFile("--tokenizer", tokenizer));
    Corpus corpus = text.corpus(common.masterSeed());
    console().say("reading text");
    int[] tokens =
        TokenizedText.of(
            corpus.training(CorpusOptions.HELD_OUT), vocabulary, Integer.MAX_VALUE, stop);
    int[] heldOut =
        TokenizedText.of(
            corpus.heldOut(CorpusOptions.HELD_OUT),
            vocabulary,
            heldOutContexts * context + 256,
            stop);
    console().say("training on %,d tokens".formatted(tokens.length));
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        Gpt2Trainer trainer = trainer(vocabulary.vocabularySize(), manager)) {
      Watcher watcher = new Watcher(console(), trainer, stop);
      Gpt2Trainer.Result trained =
          trainer.train(
              TokenContexts.of(tokens, context + 1),
              heldOut.length > context ? TokenContexts.of(heldOut, context + 1) : null,
              checkpoints(),
              watcher);
      watcher.close();
      report(result, trained, tokens.length, watcher);
      if (trained.complete()) {
        Gpt2Folder.save(trainer.model(), out, dtype);
        vocabulary.save(out.resolve("tokenizer.json"));
        result.put("model", out.toString());
        result.put("parameters", trainer.model().config().parameterCount());
      }
    }
  }

  private void checkOptions() {
    UsageException.atLeast(1, "--context", context);
    UsageException.atLeast(1, "--steps", steps);
    UsageException.atLeast(1, "--batch", batch);
    UsageException.atLeast(0, "--every", every);
    UsageException.atLeast(0, "--held-out-contexts", heldOutContexts);
    regularisation.regularisation(layers);
    Output.requireFolder("--out", out);
  }

  private Path checkpoints() {
    return out.resolve("checkpoints");
  }

  private Gpt2Trainer trainer(int vocabularySize, NDManager manager) {
    Gpt2Config config = config(vocabularySize);
    if (!Files.isDirectory(checkpoints())) {
      return Gpt2Trainer.start(config, plan(), manager);
    }
    Gpt2Trainer resumed = Gpt2Trainer.resume(checkpoints(), manager);
    try {
      requireSame(config, resumed.model().config());
      requireSame(plan(), resumed.plan());
    } catch (IllegalArgumentException e) {
      resumed.close();
      throw e;
    }
    console().say("going on from step " + resumed.step() + " in " + checkpoints());
    return resumed;
  }

  /** A training goes on as it was begun: an option that says otherwise is not ignored. */
  private <T extends Record> void requireSame(T asked, T begun) {
    if (!asked.equals(begun)) {
      throw new IllegalArgumentException(
          "%s: begun with %s, asked for %s; give the same options or another --out"
              .formatted(checkpoints(), begun, asked));
    }
  }

  private Gpt2Config config(int vocabularySize) {
    return new Gpt2Config(
        vocabularySize,
        context,
        layers,
        heads,
        dModel,
        dMlp,
        activation,
        Gpt2Config.DEFAULT_EPSILON,
        tied);
  }

  private TrainingPlan plan() {
    AdamW optimizer =
        AdamW.defaults()
            .withLearningRate(learningRate)
            .withWarmupSteps(warmUp)
            .withWeightDecay(weightDecay);
    return TrainingPlan.of(steps, common.masterSeed())
        .withBatchContexts(batch)
        .withOptimizer(optimizer)
        .withPrecision(precision)
        .withIntervals(every, every)
        .withRegularisation(regularisation.regularisation(layers));
  }

  private static void report(
      Map<String, Object> result, Gpt2Trainer.Result trained, int tokens, Watcher watcher) {
    result.put("step", trained.step());
    result.put("complete", trained.complete());
    result.put("corpus_tokens", tokens);
    result.put("held_out_loss", watcher.heldOutLoss);
  }

  /** Shows the steps, and carries the user's stop request to the trainer. */
  private static final class Watcher implements TrainingListener, AutoCloseable {
    private final Console console;
    private final Gpt2Trainer trainer;
    private final StopSignal stop;
    private @Nullable Progress progress;
    private double heldOutLoss = Double.NaN;

    Watcher(Console console, Gpt2Trainer trainer, StopSignal stop) {
      this.console = console;
      this.trainer = trainer;
      this.stop = stop;
    }

    @Override
    public void onStep(Step step) {
      if (progress == null) {
        progress = new Progress(console, "training", "steps", step.steps());
      }
      progress.at(
          step.step(),
          String.format(
              Locale.ROOT, "loss %.3f, %,.0f tokens/s", step.loss(), step.tokensPerSecond()));
      if (stop.getAsBoolean()) {
        trainer.requestStop();
      }
    }

    @Override
    public void onHeldOutLoss(long step, double loss) {
      heldOutLoss = loss;
      console.say(String.format(Locale.ROOT, "held-out loss after step %,d: %.4f", step, loss));
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
      }
    }
  }
}
