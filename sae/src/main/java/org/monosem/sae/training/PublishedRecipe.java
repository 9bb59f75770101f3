package org.monosem.sae.training;

import java.util.Arrays;
import java.util.List;
import org.monosem.sae.objective.SparsityControl;

/** The whole recipes by their short names: one entry a published way to train a dictionary. */
@SuppressWarnings("ImmutableEnumChecker") // records of numbers, and functions without state
public enum PublishedRecipe {
  /** {@link Recipe#towardsMonosemanticity2023}. */
  TOWARDS_MONOSEMANTICITY_2023(
      "2023",
      RunLength.TOWARDS_MONOSEMANTICITY_2023,
      new SparsityControl(SparsityControl.Knob.COEFFICIENT, 0.004),
      (dIn, dSae, l1) -> Recipe.towardsMonosemanticity2023().withSparsity(l1)),
  /** {@link Recipe#aprilUpdate2024}. */
  APRIL_UPDATE_2024(
      "2024",
      RunLength.APRIL_UPDATE_2024,
      new SparsityControl(SparsityControl.Knob.COEFFICIENT, 5),
      (dIn, dSae, l1) -> Recipe.aprilUpdate2024().withSparsity(l1)),
  /** {@link Recipe#topK2024}. */
  TOP_K_2024(
      "topk",
      RunLength.SAEBENCH_2025,
      new SparsityControl(SparsityControl.Knob.ACTIVE_FEATURES, 32),
      (dIn, dSae, k) -> Recipe.topK2024(dIn, dSae, 1).withSparsity(k)),
  /** {@link Recipe#batchTopK2024}. */
  BATCH_TOP_K_2024(
      "batch-topk",
      RunLength.SAEBENCH_2025,
      new SparsityControl(SparsityControl.Knob.ACTIVE_FEATURES, 32),
      (dIn, dSae, k) -> Recipe.batchTopK2024(dIn, dSae, 1).withSparsity(k)),
  /** {@link Recipe#matryoshka2025}. */
  MATRYOSHKA_2025(
      "matryoshka",
      RunLength.SAEBENCH_2025,
      new SparsityControl(SparsityControl.Knob.ACTIVE_FEATURES, 32),
      (dIn, dSae, k) -> Recipe.matryoshka2025(dIn, dSae, 1).withSparsity(k)),
  /** {@link Recipe#jumpRelu2024}. */
  JUMP_RELU_2024(
      "jumprelu",
      RunLength.SAEBENCH_2025,
      new SparsityControl(SparsityControl.Knob.TARGET_L0, 32),
      (dIn, dSae, target) -> Recipe.jumpRelu2024(target)),
  /** {@link Recipe#gated2024}. */
  GATED_2024(
      "gated",
      RunLength.SAEBENCH_2025,
      new SparsityControl(SparsityControl.Knob.COEFFICIENT, 0.04),
      (dIn, dSae, l1) -> Recipe.gated2024().withSparsity(l1)),
  /** {@link Recipe#pAnneal2024}. */
  P_ANNEAL_2024(
      "p-anneal",
      RunLength.SAEBENCH_2025,
      new SparsityControl(SparsityControl.Knob.COEFFICIENT, 0.01),
      (dIn, dSae, l1) -> Recipe.pAnneal2024().withSparsity(l1));

  private final String text;
  private final RunLength length;
  private final SparsityControl sparsity;
  private final Maker maker;

  PublishedRecipe(String text, RunLength length, SparsityControl sparsity, Maker maker) {
    this.text = text;
    this.length = length;
    this.sparsity = sparsity;
    this.maker = maker;
  }

  /**
   * Returns the recipe of a short name.
   *
   * @throws IllegalArgumentException naming all there are
   */
  public static PublishedRecipe named(String text) {
    return Arrays.stream(values())
        .filter(recipe -> recipe.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of " + String.join(", ", names()) + ", got " + text));
  }

  /** Returns the short names of all, in the order of the constants. */
  public static List<String> names() {
    return Arrays.stream(values()).map(PublishedRecipe::text).toList();
  }

  /** Returns the short name: {@code 2024} or {@code batch-topk}, for instance. */
  public String text() {
    return text;
  }

  /** Returns the run that its numbers are for; see {@link Recipe#scaled}. */
  public RunLength length() {
    return length;
  }

  /** Returns what decides how many features fire, with the published or a usual value. */
  public SparsityControl sparsity() {
    return sparsity;
  }

  /**
   * Returns the recipe for a run of {@link #length}.
   *
   * @param dIn the width of the activations
   * @param dSae the number of features
   * @param value of {@link #sparsity}
   * @throws IllegalArgumentException if the value is not allowed
   */
  public Recipe recipe(int dIn, int dSae, double value) {
    return maker.recipe(dIn, dSae, value);
  }

  /** Makes a recipe. */
  @FunctionalInterface
  private interface Maker {
    Recipe recipe(int dIn, int dSae, double sparsity);
  }
}
