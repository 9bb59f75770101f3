package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.monosem.harvest.tokenizer.TokenizerFile;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.harvest.transformer.Sampling;
import org.monosem.harvest.transformer.TextGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a model continue a text. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Let the model continue a text.")
final class GenerateCommand extends CliCommand {
  private static final int NO_STOP_TOKEN = -1;

  @Mixin ModelOptions options;

  @Option(
      names = "--prompt",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What to continue (default: the beginning of a document).")
  String prompt;

  @Option(
      names = "--tokens",
      defaultValue = "100",
      paramLabel = "N",
      description = "The most new tokens (default: ${DEFAULT-VALUE}).")
  int tokens;

  @Option(
      names = "--temperature",
      defaultValue = "0.8",
      paramLabel = "X",
      description = "0 always takes the likeliest token (default: ${DEFAULT-VALUE}).")
  double temperature;

  @Option(
      names = "--top-k",
      defaultValue = "50",
      paramLabel = "N",
      description = "Choose among so many likeliest tokens (default: ${DEFAULT-VALUE}).")
  int topK;

  @Option(names = "--past-end-of-text", description = "Go on after the end of a document.")
  boolean pastEndOfText;

  @Override
  void run(Map<String, Object> result, StopSignal stop) {
    UsageException.atLeast(1, "--tokens", tokens);
    try (NDManager manager = NDManager.newBaseManager(common.device(), "PyTorch");
        Gpt2 model = options.load(manager)) {
      TokenizerFile tokenizer = options.loadTokenizer(model);
      int end = tokenizer.endOfTextId();
      int[] begin = withEndOfText(end, tokenizer.encode(prompt));
      Sampling sampling = new Sampling(temperature, topK, common.masterSeed());
      TextGenerator.Limit limit =
          new TextGenerator.Limit(tokens, pastEndOfText ? NO_STOP_TOKEN : end);
      int[] generated =
          new TextGenerator(model, sampling).generate(begin, limit, token -> stop.check());
      result.put("prompt", prompt);
      result.put("text", tokenizer.decode(generated));
      result.put("tokens", generated.length);
    }
  }

  /** A document begins after an end of text, in training and here. */
  private static int[] withEndOfText(int end, int[] ids) {
    int[] all = new int[ids.length + 1];
    all[0] = end;
    System.arraycopy(ids, 0, all, 1, ids.length);
    return all;
  }
}
