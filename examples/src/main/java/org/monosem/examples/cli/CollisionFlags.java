package org.monosem.examples.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.monosem.examples.toy.CollisionsPlan;
import org.monosem.sae.toymodel.collision.CollisionSetting;
import picocli.CommandLine.Option;

/** What may differ from the published or the quick setting of collisions. */
final class CollisionFlags {
  private static final String DEFAULT = " (default: the setting's).";

  @Option(names = "--features", paramLabel = "N", description = "Features" + DEFAULT)
  @Nullable Integer features;

  @Option(
      names = "--units",
      split = ",",
      paramLabel = "N",
      description = "Numbers of hidden units" + DEFAULT)
  @Nullable List<Integer> units;

  @Option(names = "--steps", paramLabel = "N", description = "Updates of a network" + DEFAULT)
  @Nullable Long steps;

  @Option(names = "--learning-rate", paramLabel = "X", description = "Of AdamW" + DEFAULT)
  @Nullable Double learningRate;

  @Option(
      names = "--l1",
      paramLabel = "X",
      description = "Weight of the sum of absolute weights in the loss" + DEFAULT)
  @Nullable Double penalty;

  /**
   * Returns a plan with these options.
   *
   * @throws UsageException if one makes no sense
   */
  CollisionsPlan plan(CollisionsPlan base, int networks) {
    CollisionSetting first = base.collisions().get(0);
    List<Integer> widths =
        units == null ? base.collisions().stream().map(CollisionSetting::units).toList() : units;
    UsageException.distinct("--units", widths);
    try {
      return base.withCollisions(
          widths.stream().map(width -> setting(first, width, networks)).toList());
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(String.valueOf(wrong.getMessage()));
    }
  }

  private CollisionSetting setting(CollisionSetting base, int width, int networks) {
    return new CollisionSetting(
        features == null ? base.features() : features,
        width,
        networks,
        steps == null ? base.steps() : steps,
        learningRate == null ? base.learningRate() : learningRate,
        base.weightDecay(),
        penalty == null ? base.penalty() : penalty);
  }
}
