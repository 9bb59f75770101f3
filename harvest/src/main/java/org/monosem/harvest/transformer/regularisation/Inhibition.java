package org.monosem.harvest.transformer.regularisation;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Inhibition of outputs that stand out, in training alone; the package says what it does.
 *
 * @param layers whose outputs are inhibited, from 0, ascending
 * @param choice which outputs of an input are chosen
 * @param share the fraction of a layer's outputs to choose, in (0, 1): a fraction of each input's
 *     for {@link Choice#FRACTION}, the rate over inputs that {@link Choice#MOVING_THRESHOLD} aims
 *     at; {@link Choice#HIGHEST} does not read it
 * @param eta how far the moving threshold goes for a rate that is off by 1, above 0; others do not
 *     read it
 * @param effect what happens to a chosen output
 * @param weight of {@link Effect#LOG_LOSS}, above 0; others do not read it
 * @param warmUp inputs to learn from before the first is inhibited, at least 2
 * @param site which outputs; null, as in checkpoints of older versions, is {@link Site#ACTIVATION}
 */
public record Inhibition(
    List<Integer> layers,
    Choice choice,
    double share,
    double eta,
    Effect effect,
    double weight,
    long warmUp,
    @Nullable Site site) {

  /** Which outputs of a layer. */
  public enum Site {
    /** What leaves the block: the residual stream behind its MLP, {@code [inputs, dModel]}. */
    BLOCK_OUTPUT,
    /** The MLP's neurons, behind the non-linearity, {@code [inputs, dMlp]}. */
    ACTIVATION
  }

  /** Which outputs are chosen. */
  public enum Choice {
    /** The one of highest phi of each input (MEmeL). */
    HIGHEST,
    /** The fraction of highest phi of each input, at least one (L2E). */
    FRACTION,
    /** All with phi at or above a threshold that follows a target rate (L2E). */
    MOVING_THRESHOLD
  }

  /** What happens to a chosen output. */
  public enum Effect {
    /** Reverse deactivation: its mean, with the gradient's sign turned. */
    REVERSE,
    /** Its mean, without a gradient. */
    NAIVE,
    /** It stays, and the loss grows with its distance from the mean. */
    LOG_LOSS
  }

  /** Checks the numbers and copies the list. */
  public Inhibition {
    layers = Layers.checked("inhibition", layers);
    require("share", share > 0 && share < 1, "a number in (0, 1)", share);
    require("eta", eta > 0 && Double.isFinite(eta), "a finite number above 0", eta);
    require("weight", weight > 0 && Double.isFinite(weight), "a finite number above 0", weight);
    require("warmUp", warmUp >= 2, "at least 2", (double) warmUp);
    site = site == null ? Site.ACTIVATION : site;
  }

  /** Returns which outputs are inhibited. */
  @Override
  public Site site() {
    return Objects.requireNonNull(site);
  }

  /**
   * Returns the paper's module: reverse deactivation of the highest output of each input, behind
   * the block, after 8192 inputs; share 0.02, eta 10 and weight 1e-3 should they be wanted.
   */
  public static Inhibition of(List<Integer> layers) {
    return new Inhibition(
        layers, Choice.HIGHEST, 0.02, 10, Effect.REVERSE, 1e-3, 8192, Site.BLOCK_OUTPUT);
  }

  /** Returns the same with another choice of outputs. */
  public Inhibition withChoice(Choice value, double newShare) {
    return new Inhibition(layers, value, newShare, eta, effect, weight, warmUp, site);
  }

  /** Returns the same with another speed of the moving threshold. */
  public Inhibition withEta(double value) {
    return new Inhibition(layers, choice, share, value, effect, weight, warmUp, site);
  }

  /** Returns the same with another effect. */
  public Inhibition withEffect(Effect value) {
    return new Inhibition(layers, choice, share, eta, value, weight, warmUp, site);
  }

  /** Returns the same with another weight of the log loss. */
  public Inhibition withWeight(double value) {
    return new Inhibition(layers, choice, share, eta, effect, value, warmUp, site);
  }

  /** Returns the same with another warm-up. */
  public Inhibition withWarmUp(long value) {
    return new Inhibition(layers, choice, share, eta, effect, weight, value, site);
  }

  /** Returns the same of other outputs. */
  public Inhibition withSite(Site value) {
    return new Inhibition(layers, choice, share, eta, effect, weight, warmUp, value);
  }

  /**
   * Returns how many outputs a layer has at the site.
   *
   * @param dMlp neurons of a layer
   * @param dModel width of the residual stream
   */
  public int units(int dMlp, int dModel) {
    return site() == Site.ACTIVATION ? dMlp : dModel;
  }

  /** Returns how many outputs of each input are chosen; 0 where a threshold decides. */
  int chosen(int units) {
    return switch (choice) {
      case HIGHEST -> 1;
      case FRACTION -> (int) Math.max(1, Math.round(share * units));
      case MOVING_THRESHOLD -> 0;
    };
  }

  private static void require(String name, boolean holds, String rule, double got) {
    if (!holds) {
      throw new IllegalArgumentException(
          "inhibition: " + name + ": expected " + rule + ", got " + got);
    }
  }
}
