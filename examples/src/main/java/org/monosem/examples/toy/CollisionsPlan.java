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
record CollisionsPlan(List<CollisionSetting> collisions, Sparsification row, NoiseSetting noise) {
  private static final int FEATURES = 256;

  /** 256 to 4096 units for 256 features. */
  static CollisionsPlan published(int networks) {
    return new CollisionsPlan(
        IntStream.rangeClosed(1, 16)
            .mapToObj(i -> CollisionSetting.published(FEATURES, FEATURES * i, networks))
            .toList(),
        Sparsification.published(),
        NoiseSetting.published(8));
  }

  /** 32 to 128 units for 32 features, and less of the rest. */
  static CollisionsPlan quick(int networks) {
    return new CollisionsPlan(
        IntStream.of(32, 48, 64, 96, 128)
            .mapToObj(units -> CollisionSetting.published(32, units, networks))
            .toList(),
        new Sparsification(10_000, 1e-4, 0.5),
        new NoiseSetting(8, 16, List.of(0.1, 0.15), 4, 20_000, 0.02));
  }

  long steps() {
    return collisions.stream().mapToLong(CollisionSetting::steps).sum() + noise.steps();
  }
}
