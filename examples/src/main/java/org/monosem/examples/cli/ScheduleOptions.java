package org.monosem.examples.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.monosem.sae.training.ConstantSchedule;
import org.monosem.sae.training.CosineSchedule;
import org.monosem.sae.training.LearningRateSchedule;
import org.monosem.sae.training.LinearSchedule;
import picocli.CommandLine.Option;

/** How the learning rate goes over a run. */
final class ScheduleOptions {
  /** High rates of short runs have to be reached slowly. */
  private static final double SHORT_RUN_WARM_UP = 0.1;

  /** The courses that it may take after the warm-up. */
  enum Course {
    LINEAR,
    COSINE,
    CONSTANT
  }

  @Option(
      names = {"--learning-rate-schedule", "--schedule"},
      defaultValue = "linear",
      paramLabel = "HOW",
      description = {
        "What the learning rate does after its warm-up: linear (stays, then falls to 0), cosine",
        "(falls over all steps) or constant (default: ${DEFAULT-VALUE})."
      })
  Course course;

  @Option(
      names = "--learning-rate-warm-up",
      paramLabel = "X",
      description =
          "The fraction of the steps over which it rises (default: " + SHORT_RUN_WARM_UP + ").")
  @Nullable Double warmUp;

  @Option(
      names = "--learning-rate-decay",
      paramLabel = "X",
      description =
          "linear: the fraction of the steps over which it falls to 0 (default: the recipe's).")
  @Nullable Double decay;

  @Option(
      names = "--learning-rate-end",
      paramLabel = "X",
      description = "cosine: the fraction of the rate that is left at the end (default: 0).")
  @Nullable Double end;

  /** Refuses fractions that are none, and options that the schedule has no use for. */
  void check() {
    fraction("--learning-rate-warm-up", warmUp);
    fraction("--learning-rate-decay", decay);
    fraction("--learning-rate-end", end);
    if (decay != null && course != Course.LINEAR) {
      throw useless("--learning-rate-decay");
    }
    if (end != null && course != Course.COSINE) {
      throw useless("--learning-rate-end");
    }
    if (decay != null && rise() + decay > 1) {
      throw new UsageException(
          "--learning-rate-decay: expected at most 1 together with the warm-up of %s, got %s"
              .formatted(rise(), decay));
    }
  }

  /**
   * Returns the schedule that is asked for.
   *
   * @param published whose decay is the default
   */
  LearningRateSchedule applied(LearningRateSchedule published) {
    return switch (course) {
      case LINEAR -> new LinearSchedule(rise(), decay == null ? decay(published) : decay);
      case COSINE -> new CosineSchedule(rise(), end == null ? 0 : end);
      case CONSTANT -> new ConstantSchedule(rise());
    };
  }

  private double rise() {
    return warmUp == null ? SHORT_RUN_WARM_UP : warmUp;
  }

  private static double decay(LearningRateSchedule published) {
    return published instanceof LinearSchedule linear ? linear.decay() : 0;
  }

  private UsageException useless(String option) {
    return new UsageException(
        "%s has no effect with --learning-rate-schedule %s"
            .formatted(option, course.name().toLowerCase(Locale.ROOT)));
  }

  private static void fraction(String option, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new UsageException(option + ": expected 0 to 1, got " + value);
    }
  }
}
