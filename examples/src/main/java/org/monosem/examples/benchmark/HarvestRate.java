package org.monosem.examples.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.monosem.core.HookPoint;
import org.monosem.core.random.Seed;
import org.monosem.harvest.transformer.Gpt2;
import org.monosem.harvest.transformer.Gpt2Config;

/**
 * Measures a harvest on the founding paper's model (one layer, {@code dModel} 128, {@code dMlp}
 * 512) with contexts of 256, in tokens a second: our forward pass to the hook, the same pass with
 * the attention pattern written out, the pass on to the logits, and the whole harvest from text to
 * files. All in one run, in turns, the best of several.
 */
public final class HarvestRate {
  static final HookPoint HOOK = HookPoint.mlpPost(0);
  static final int CONTEXT = 256;

  /** Logits of one pass: 4 contexts take 206 MB. */
  private static final int LOGIT_CONTEXTS = 4;

  private HarvestRate() {}

  /**
   * What to measure.
   *
   * @param contexts contexts of a batch
   * @param turns how often each way is measured, at least one
   * @param characters about how much text the whole harvest reads
   * @param vocabulary the model's tokens, at least the 4096 of the tokenizer
   */
  public record Plan(int contexts, int turns, long characters, int vocabulary) {}

  /**
   * Tokens a second, the best of all turns.
   *
   * @param toHook our forward pass, stopped at the hook
   * @param explicitAttention the same activations with the attention pattern written out
   * @param toLogits our forward pass to the logits
   * @param harvest the whole harvest: text, tokens, forward pass, cache on disk
   * @param overlap what doing two things at once gains
   * @param largestDifference between the activations of the first two, the largest
   */
  public record Rates(
      double toHook,
      double explicitAttention,
      double toLogits,
      double harvest,
      HarvestOverlap.Rates overlap,
      double largestDifference) {

    /** Returns the figures by name. */
    public Map<String, Object> toMap() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("tokens_per_second_to_hook", toHook);
      result.put("tokens_per_second_explicit_attention", explicitAttention);
      result.put("tokens_per_second_to_logits", toLogits);
      result.put("tokens_per_second_harvest", harvest);
      result.put("ratio_vs_explicit_attention", overExplicit());
      result.put("ratio_vs_logits", overLogits());
      result.putAll(overlap.toMap());
      result.put("largest_difference", largestDifference);
      return result;
    }

    /** Returns how many times faster than explicit attention the forward pass is. */
    double overExplicit() {
      return toHook / explicitAttention;
    }

    /** Returns how many times faster than a pass to the logits the forward pass is. */
    double overLogits() {
      return toHook / toLogits;
    }
  }

  /** Measures on a model with random weights; files live in a temporary folder meanwhile. */
  public static Rates measure(Plan plan) throws IOException {
    Path folder = Files.createTempDirectory("monosem-harvest-rate");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Gpt2 model =
            Gpt2.random(Gpt2Config.oneLayer(plan.vocabulary(), CONTEXT), Seed.of(1), manager)) {
      ExplicitForward explicit = ExplicitForward.of(model, folder.resolve("model"), manager);
      NDArray tokens = tokens(manager, plan, plan.contexts());
      NDArray few = tokens(manager, plan, Math.min(plan.contexts(), LOGIT_CONTEXTS));
      TextHarvest harvest = new TextHarvest(model, folder, plan.contexts(), plan.characters());
      double[] best = new double[4];
      for (int turn = 0; turn < plan.turns(); turn++) {
        keep(best, 0, tokens.size(), () -> model.activations(tokens, HOOK).close());
        keep(best, 1, tokens.size(), () -> explicit.activations(tokens).close());
        keep(best, 2, few.size(), () -> model.logits(few).close());
        best[3] = Math.max(best[3], harvest.tokensPerSecond());
      }
      HarvestOverlap.Rates overlap =
          HarvestOverlap.measure(harvest, model, tokens, folder, plan.turns());
      double difference = explicit.largestDifference(model, few);
      return new Rates(best[0], best[1], best[2], best[3], overlap, difference);
    } finally {
      Folders.delete(folder);
    }
  }

  /** Runs a pass once to warm up and once with the clock. */
  private static void keep(double[] best, int which, long tokens, Runnable pass) {
    pass.run();
    long begun = System.nanoTime();
    pass.run();
    best[which] = Math.max(best[which], tokens / ((System.nanoTime() - begun) / 1e9));
  }

  private static NDArray tokens(NDManager manager, Plan plan, int contexts) {
    SplittableRandom random = Seed.of(2).random();
    long[] ids = random.longs((long) contexts * CONTEXT, 0, plan.vocabulary()).toArray();
    return manager.create(ids, new Shape(contexts, CONTEXT));
  }
}
