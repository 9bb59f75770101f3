package org.monosem.examples.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.core.HookPoint;
import org.monosem.examples.model.ShippedModel;
import org.monosem.harvest.tokenizer.TokenizerFile;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.harvest.transformer.Gpt2Folder;
import picocli.CommandLine.Option;

/** Which language model a command runs, and where it looks inside. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A HuggingFace GPT-2 folder (default: the one-layer model shipped with this tool).")
  @Nullable Path folder;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "A tokenizer.json (default: the one in the model's folder).")
  @Nullable Path tokenizer;

  @Option(
      names = "--hook",
      paramLabel = "NAME",
      defaultValue = "blocks.0.mlp.hook_post",
      description = "A hook point in TransformerLens's names (default: ${DEFAULT-VALUE}).")
  List<String> hooks;

  /** Returns the hook point of a command that looks at one. */
  HookPoint hookPoint() {
    if (hooks.size() != 1) {
      throw new UsageException("--hook: expected one hook point here, got " + hooks);
    }
    return hookPoints().get(0);
  }

  List<HookPoint> hookPoints() {
    return hooks.stream().map(HookPoint::of).toList();
  }

  Gpt2 load(NDManager manager) {
    return folder == null ? ShippedModel.load(manager) : Gpt2Folder.load(folder, manager);
  }

  /** Loads the tokenizer and checks that it fits the model. */
  TokenizerFile loadTokenizer(Gpt2 model) {
    TokenizerFile loaded = loadTokenizer();
    if (loaded.vocabularySize() > model.vocabularySize()) {
      throw new IllegalArgumentException(
          "tokenizer: expected at most the model's %d token ids, got %d"
              .formatted(model.vocabularySize(), loaded.vocabularySize()));
    }
    return loaded;
  }

  private TokenizerFile loadTokenizer() {
    if (tokenizer != null) {
      return TokenizerFile.load(Input.requireFile("--tokenizer", tokenizer));
    }
    return folder == null
        ? ShippedModel.tokenizer()
        : TokenizerFile.load(Input.requireFile("--model", folder.resolve("tokenizer.json")));
  }

  /** Names the tokenizer in a manifest. */
  String tokenizerName() {
    if (tokenizer != null) {
      return tokenizer.toString();
    }
    return folder == null ? "shipped" : folder.resolve("tokenizer.json").toString();
  }
}
