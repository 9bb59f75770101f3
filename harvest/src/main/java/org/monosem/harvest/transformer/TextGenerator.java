package org.monosem.harvest.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Continues a sequence of tokens with a model, one token at a time. Beyond the model's context
 * length it sees the last tokens only.
 *
 * <p>Safe for use by several threads.
 */
public final class TextGenerator {
  private final Gpt2 model;
  private final Sampling sampling;

  /** Makes a generator; the model stays the caller's. */
  public TextGenerator(Gpt2 model, Sampling sampling) {
    this.model = model;
    this.sampling = sampling;
  }

  /**
   * When generation ends.
   *
   * @param newTokens the most tokens to generate, at least one
   * @param stopToken the id after which it ends early, for example the end of text; -1 for none
   */
  public record Limit(int newTokens, int stopToken) {
    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if no token is to be generated
     */
    public Limit {
      if (newTokens < 1) {
        throw new IllegalArgumentException("new tokens: expected at least 1, got " + newTokens);
      }
    }
  }

  /**
   * Generates tokens.
   *
   * @param prompt the ids to go on from, at least one
   * @param limit when to end
   * @param listener hears of each new token at once
   * @return the new tokens alone; if the stop token was chosen it is the last of them
   * @throws IllegalArgumentException if the prompt is empty or holds ids outside the vocabulary
   */
  public int[] generate(int[] prompt, Limit limit, IntConsumer listener) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("prompt: expected at least one token, got none");
    }
    int[] tokens = Arrays.copyOf(prompt, prompt.length + limit.newTokens());
    int length = prompt.length;
    try (NDManager manager = model.newManager()) {
      while (length < tokens.length) {
        int next = sampling.choose(logits(tokens, length, manager), length - prompt.length);
        tokens[length++] = next;
        listener.accept(next);
        if (next == limit.stopToken()) {
          break;
        }
      }
    }
    return Arrays.copyOfRange(tokens, prompt.length, length);
  }

  private float[] logits(int[] tokens, int length, NDManager manager) {
    int first = Math.max(0, length - model.contextLength());
    long[] window = Arrays.stream(tokens, first, length).asLongStream().toArray();
    try (NDManager scope = manager.newSubManager()) {
      NDArray logits = model.nextTokenLogits(scope.create(new long[][] {window}));
      return logits.toFloatArray();
    }
  }
}
