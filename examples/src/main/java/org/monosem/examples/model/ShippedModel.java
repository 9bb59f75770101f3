package org.monosem.examples.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.monosem.harvest.tokenizer.TokenizerFile;
import org.monosem.harvest.tokenizer.TokenizerOptions;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.harvest.transformer.Gpt2Folder;

/**
 * The transformer of the first run: one layer, {@code dModel} 128, {@code dMlp} 512 with ReLU, as
 * in Towards Monosemanticity (2023), with a vocabulary of 4096 tokens and contexts of 256.
 *
 * <p>It knows some English prose, code, many scripts, DNA, base64 and hex. {@code
 * one-layer/README.md} beside it says what it was trained on, with which commands, and how well it
 * predicts.
 */
public final class ShippedModel {
  private static final String FOLDER = "one-layer";

  private ShippedModel() {}

  /**
   * Loads the model.
   *
   * @param manager the parent of the model's manager; decides the device
   */
  public static Gpt2 load(NDManager manager) {
    return Gpt2Folder.loadResource(ShippedModel.class, FOLDER, manager);
  }

  /** Loads the model's tokenizer. */
  public static TokenizerFile tokenizer() {
    String resource = FOLDER + "/tokenizer.json";
    try (InputStream in = ShippedModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the shipped tokenizer is missing from the jar");
      }
      return TokenizerFile.of(in.readAllBytes(), resource, TokenizerOptions.standard());
    } catch (IOException e) {
      throw new UncheckedIOException("reading the shipped tokenizer", e);
    }
  }
}
