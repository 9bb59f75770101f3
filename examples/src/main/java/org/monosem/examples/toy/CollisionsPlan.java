package org.monosem.examples.toy;

import java.util.List;
import java.util.stream.IntStream;
import org.monosem.sae.toymodel.collision.CollisionSetting;
import org.monosem.sae.toymodel.collision.NoiseSetting;
import org.monosem.sae.toymodel.collision.Sparsification;

/**
 * The networks of the collisions experiment.
 *
 * @param collisions one a number of units
 * @param row whose entries become sparse
 * @param noise on hidden units
 */
public record CollisionsPlan(
    List<CollisionSetting> collisions, Sparsification row, NoiseSetting noise) {

  /** The networks of each size by default. */
  public static final int NETWORKS = 16;

  /** Copies the list. */
  public CollisionsPlan {
    collisions = List.copyOf(collisions);
  }

  /** Returns the published one: 256 to 4096 units for 256 features. */
  public static CollisionsPlan published() {
    return new CollisionsPlan(
        IntStream.rangeClosed(1, 16)
            .mapToObj(i -> CollisionSetting.published(256, 256 * i, NETWORKS))
            .toList(),
        Sparsification.published(),
        NoiseSetting.published(8));
  }

  /**
   * Returns one of about half a minute on one core: 32 to 128 units for 32 features, and less of
   * the rest.
   */
  public static CollisionsPlan quick() {
    return new CollisionsPlan(
        IntStream.of(32, 48, 64, 96, 128)
            .mapToObj(units -> CollisionSetting.published(32, units, NETWORKS))
            .toList(),
        new Sparsification(10_000, 1e-4, 0.5),
        new NoiseSetting(8, 16, List.of(0.1, 0.15), 4, 20_000, 0.02));
  }

  /** Returns the same row and noise with other networks. */
  public CollisionsPlan withCollisions(List<CollisionSetting> others) {
    return new CollisionsPlan(others, row, noise);
  }

  /** Returns about how many operations all of it takes. */
  double operations() {
    return collisions.stream().mapToDouble(each -> each.steps() * operations(each)).sum()
        + noise.steps() * noiseOperations();
  }

  /** Returns about how many operations a step takes. */
  static double operations(CollisionSetting setting) {
    return Rounds.LEAST + setting.operations();
  }

  double noiseOperations() {
    double entries = 2.0 * noise.deviations().size() * noise.starts() * noise.units();
    return Rounds.LEAST + entries * noise.features() * (Rounds.DRAW + 8.0 * noise.features());
  }
}
