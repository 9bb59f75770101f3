package org.monosem.sae.training;

import java.util.Map;
import org.monosem.core.json.JsonObject;

/**
 * Everything that decides what a training computes, apart from the activations: two runs of equal
 * plans on equal sources give the same bits on the same machine and thread count.
 *
 * @param recipe how to train, already scaled to this run's length
 * @param dSae the number of features
 * @param length steps and batch
 * @param seed of every random choice
 * @param tileRows how many rows of a batch are encoded at a time: bounds memory to {@code tileRows
 *     x dSae} floats (twice that while the dense path runs)
 * @param sparseBelow the share of active pairs below which the sparse path is taken, 0 to 1; 0 is
 *     always dense, 1 always sparse. A fixed number, so that the choice is the same in every run
 */
public record TrainingPlan(
    Recipe recipe, int dSae, RunLength length, long seed, int tileRows, double sparseBelow) {
  private static final long TILE_FLOATS = 1L << 20;
  private static final int LEAST_TILE_ROWS = 256;

  /** On Zen 4 cores at 4096 features the two paths cost the same near this density. */
  private static final double BREAK_EVEN_DENSITY = 0.075;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the one out of range
   */
  public TrainingPlan {
    Check.atLeast("dSae", 1, dSae);
    Check.atLeast("tileRows", 1, tileRows);
    Check.fraction("sparseBelow", sparseBelow);
  }

  /** Returns a plan with tiles of about 4 MB (of 256 rows for wide dictionaries). */
  public static TrainingPlan of(Recipe recipe, int dSae, RunLength length, long seed) {
    Check.atLeast("dSae", 1, dSae);
    long rows = Math.max(LEAST_TILE_ROWS, TILE_FLOATS / dSae);
    int tileRows = (int) Math.min(length.batch(), rows);
    return new TrainingPlan(recipe, dSae, length, seed, tileRows, BREAK_EVEN_DENSITY);
  }

  /** Returns the plan as a JSON object: every number that decides the result. */
  public Map<String, Object> toJson() {
    return RecordJson.toJson(this);
  }

  /**
   * Reads what {@link #toJson} gave; it stands in a dictionary's metadata under {@code training}.
   *
   * @throws RuntimeException naming the place, if a key is unknown or missing or a value does not
   *     fit
   */
  public static TrainingPlan fromJson(JsonObject json) {
    return RecordJson.fromJson(json, TrainingPlan.class);
  }

  /** Returns the same plan with another tile height. */
  public TrainingPlan withTileRows(int value) {
    return new TrainingPlan(recipe, dSae, length, seed, value, sparseBelow);
  }

  /** Returns the same plan with another limit between the two paths. */
  public TrainingPlan withSparseBelow(double value) {
    return new TrainingPlan(recipe, dSae, length, seed, tileRows, value);
  }
}
